import { type Auth, type AuthSettings, BODY_BYTES_MAX, LOCKED_CODE, SIGN_IN_PATH } from "./auth.ts";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "#server/domain/user.ts";
import { CLIENT_ADDRESS_HEADER, clientAddress } from "./client-address.ts";
import { foreignRequestReason, isJson } from "./origin.ts";

const BASE_PATH = "/api/auth";
/** All that is offered; the sign-in library has more, some of which tells whether a name exists. */
const OFFERED_PATHS = [SIGN_IN_PATH, "/sign-out", "/change-password"];

type Refusal = { message: string; field?: string };

/** `field` names what in the request was wrong. */
const CHANGE_REFUSALS = new Map<unknown, Refusal>([
  ["INVALID_PASSWORD", { message: "The current password is wrong.", field: "currentPassword" }],
  [
    "PASSWORD_TOO_SHORT",
    { message: `A password has at least ${PASSWORD_LENGTH_MIN} characters.`, field: "newPassword" },
  ],
  [
    "PASSWORD_TOO_LONG",
    { message: `A password has at most ${PASSWORD_LENGTH_MAX} characters.`, field: "newPassword" },
  ],
  ["UNAUTHORIZED", { message: "Sign in first." }],
]);

const refuse = (status: number, reason: Refusal) =>
  Response.json(reason, { status, headers: { "cache-control": "no-store" } });
const refusal = (status: number, message: string) => refuse(status, { message });

/** Answers requests under /api/auth. */
export async function handleAuthRequest(
  auth: Auth,
  settings: AuthSettings,
  request: Request,
): Promise<Response> {
  const foreign = foreignRequestReason(request, settings.url);
  if (foreign) return refusal(403, foreign);
  const path = new URL(request.url).pathname.slice(BASE_PATH.length);
  if (request.method !== "POST" || !OFFERED_PATHS.includes(path)) return refusal(404, "Not found.");
  if (!isJson(request.headers)) return refusal(415, "Send the request as application/json.");
  const body = await readAtMost(request, BODY_BYTES_MAX);
  if (body === null) return refusal(413, "The request is too large.");
  if (!isJsonObject(body)) return refusal(400, "The request is not a JSON object.");
  return reworded(path, await auth.handler(forwarded(request, settings, path, body)));
}

/** Our sentences instead of the library's, and no session token where a page's scripts could read it. */
async function reworded(path: string, response: Response): Promise<Response> {
  if (response.ok) {
    const headers = new Headers({ "cache-control": "no-store" });
    for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
    return Response.json({}, { headers });
  }
  if (response.status >= 500) return refusal(500, "Something went wrong on our side; it has been logged.");
  const answer: unknown = await response.json().catch(() => null);
  const code = typeof answer === "object" && answer !== null && "code" in answer ? answer.code : null;
  if (code === LOCKED_CODE) {
    return refusal(429, "Too many failed attempts for this name; wait 15 minutes and try again.");
  }
  if (response.status === 429) return refusal(429, "Too many attempts; wait a minute and try again.");
  if (path === SIGN_IN_PATH) return refusal(401, "The name or the password is wrong.");
  return refuse(response.status, CHANGE_REFUSALS.get(code) ?? { message: "The request was refused." });
}

/** null as soon as there is more, without reading on. */
async function readAtMost(request: Request, bytesMax: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The same request on the own address, with the client's address as we know it and no word of the client's about it. */
function forwarded(request: Request, settings: AuthSettings, path: string, body: string): Request {
  const headers = new Headers(request.headers);
  const address = clientAddress(request.headers, settings.trustedProxyCount);
  for (const name of [
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "content-length",
  ]) {
    headers.delete(name);
  }
  headers.delete(CLIENT_ADDRESS_HEADER);
  if (address) headers.set(CLIENT_ADDRESS_HEADER, address);
  return new Request(new URL(BASE_PATH + path, settings.url), { method: request.method, headers, body });
}
