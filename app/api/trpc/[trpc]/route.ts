import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { overmesh } from "#server/main.ts";
import { foreignRequestRefusal } from "#server/trpc/foreign-request.ts";
import { contextOf } from "#server/trpc/request-context.ts";
import { appRouter } from "#server/trpc/root.ts";

async function handle(request: Request): Promise<Response> {
  const { log, authSettings } = await overmesh();
  const refusal = foreignRequestRefusal(request, authSettings.url);
  if (refusal) return refusal;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => contextOf(request.headers),
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR")
        log.error({ err: error.cause ?? error, path }, "procedure failed");
    },
  });
}

export { handle as GET, handle as POST };
