import { bearerRefusal } from "./adapters/auth/bearer-token.ts";
import { ApplyReport } from "./domain/apply-report.ts";
import { DomainError } from "./domain/errors.ts";
import { HOLDS_NUL, holdsNul } from "./domain/holds-nul.ts";
import { overmesh } from "./main.ts";
import { orderAfterApply } from "./services/refresh/order-after-apply.ts";

const BODY_BYTES_MAX = 4_000_000;

/** Takes an `ApplyReport` as JSON. 202 with the run that reads these nodes; without a token in the settings there is nothing here. */
export async function answerApplied(request: Request): Promise<Response> {
  const { db, refreshQueue, applyToken } = await overmesh();
  const refusal = bearerRefusal(request, applyToken);
  if (refusal) return refusal;
  const told = await jsonOf(request);
  if (holdsNul(told)) return refused(400, HOLDS_NUL);
  const report = ApplyReport.safeParse(told);
  if (!report.success) return refused(400, report.error.issues[0]?.message ?? "");
  try {
    return Response.json(await orderAfterApply({ db, refreshQueue }, report.data, new Date()), {
      status: 202,
    });
  } catch (error) {
    if (error instanceof DomainError) return refused(error.code === "not-found" ? 404 : 409, error.message);
    throw error;
  }
}

/** undefined: it is none, or too large. */
async function jsonOf(request: Request): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? 0) > BODY_BYTES_MAX) return undefined;
  return request.json().catch(() => undefined);
}

const refused = (status: number, message: string) => Response.json({ message }, { status });
