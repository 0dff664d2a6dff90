import { foreignRequestReason, isJson } from "#server/adapters/auth/origin.ts";

const refused = (status: number, message: string) => Response.json({ message }, { status });

/** Refuses what another site's page could send with the person's cookie; null when the request may pass. */
export function foreignRequestRefusal(request: Request, ownOrigin: string): Response | null {
  const reason = foreignRequestReason(request, ownOrigin);
  if (reason) return refused(403, reason);
  if (request.method === "POST" && !isJson(request.headers))
    return refused(415, "Send the request as application/json.");
  return null;
}
