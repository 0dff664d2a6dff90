import { overmesh } from "./main.ts";
import { isMetricsToken, readMetrics } from "./services/metrics.ts";

/** Without a token in the settings there is nothing here. */
export async function answerMetrics(request: Request): Promise<Response> {
  const { db, settings, metricsToken } = await overmesh();
  if (metricsToken === null) return new Response("Not found.\n", { status: 404 });
  if (!isMetricsToken(request.headers.get("authorization"), metricsToken)) {
    return new Response("A bearer token is needed.\n", {
      status: 401,
      headers: { "www-authenticate": "Bearer" },
    });
  }
  return new Response(await readMetrics({ db, settings }, new Date()), {
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
}
