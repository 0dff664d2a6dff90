import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { overmesh } from "#server/main.ts";
import { createCaller } from "#server/trpc/init.ts";
import { contextOf } from "#server/trpc/request-context.ts";
import { appRouter } from "#server/trpc/root.ts";

const MEDIA_TYPES = { csv: "text/csv; charset=utf-8", json: "application/json; charset=utf-8" } as const;

/** `?noun=networks&format=csv&vdcId=…&filter=…`; without a vDC, of the whole cloud. */
export async function GET(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  const vdcId = params.get("vdcId");
  // What is no noun or format the procedure refuses.
  const input = {
    noun: params.get("noun"),
    format: params.get("format"),
    filter: params.get("filter") ?? "",
  } as Parameters<typeof caller.export.fileOfCloud>[0];
  const caller = createCaller(appRouter)(await contextOf(request.headers));
  try {
    const { fileName, text } = await (vdcId === null
      ? caller.export.fileOfCloud(input)
      : caller.export.file({ ...input, vdcId }));
    return new Response(text, {
      headers: {
        "content-type": MEDIA_TYPES[input.format],
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    const status = getHTTPStatusCodeFromError(error);
    if (status >= 500) {
      const { log } = await overmesh();
      log.error({ err: error.cause ?? error }, "export failed");
      return Response.json({ message: "Something went wrong on our side; it has been logged." }, { status });
    }
    return Response.json({ message: status === 400 ? "This names no export." : error.message }, { status });
  }
}
