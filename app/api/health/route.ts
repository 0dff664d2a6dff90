import { overmesh } from "#server/main.ts";

/** 200 once the database is open and jobs run. */
export async function GET(): Promise<Response> {
  await overmesh();
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
