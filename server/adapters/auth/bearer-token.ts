import { createHash, timingSafeEqual } from "node:crypto";

const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether a request's `Authorization` has the token. Takes as long for a wrong one as for the right one. */
export function isBearer(authorization: string | null, token: string): boolean {
  return timingSafeEqual(digestOf(authorization ?? ""), digestOf(`Bearer ${token}`));
}

/** For a machine's requests; null: it has the token. Without a token in the settings there is nothing at the path. */
export function bearerRefusal(request: Request, token: string | null): Response | null {
  if (token === null) return new Response("Not found.\n", { status: 404 });
  if (isBearer(request.headers.get("authorization"), token)) return null;
  const headers = { "www-authenticate": "Bearer" };
  return new Response("A bearer token is needed.\n", { status: 401, headers });
}
