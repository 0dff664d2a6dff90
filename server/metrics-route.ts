import { bearerRefusal } from "./adapters/auth/bearer-token.ts";
import { overmesh } from "./main.ts";
import { readMetrics } from "./services/metrics.ts";

/** Without a token in the settings there is nothing here. */
export async function answerMetrics(request: Request): Promise<Response> {
  const { db, settings, metricsToken } = await overmesh();
  const refusal = bearerRefusal(request, metricsToken);
  if (refusal) return refusal;
  return new Response(await readMetrics({ db, settings }, new Date()), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}
