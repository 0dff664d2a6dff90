import type { Auth, AuthSettings } from "./auth.ts";
import { CLIENT_ADDRESS_HEADER, clientAddress } from "./client-address.ts";
import { foreignRequestReason, isJson } from "./origin.ts";

const BASE_PATH = "/api/auth";
/** All that is offered; the sign-in library has more, some of which tells whether a name exists. */
const OFFERED = new Set([
  "POST /sign-in/username",
  "POST /sign-out",
  "POST /change-password",
  "GET /get-session",
]);
const BODY_BYTES_MAX = 4096;

const refusal = (status: number, message: string) =>
  Response.json({ message }, { status, headers: { "cache-control": "no-store" } });

/** Answers requests under /api/auth. */
export async function handleAuthRequest(
  auth: Auth,
  settings: AuthSettings,
  request: Request,
): Promise<Response> {
  const foreign = foreignRequestReason(request, settings.url);
  if (foreign) return refusal(403, foreign);
  const { pathname, search } = new URL(request.url);
  if (!OFFERED.has(`${request.method} ${pathname.slice(BASE_PATH.length)}`))
    return refusal(404, "Not found.");
  if (request.method === "GET") return auth.handler(forwarded(request, settings, pathname + search));
  if (!isJson(request.headers)) return refusal(415, "Send the request as application/json.");
  const body = await readAtMost(request, BODY_BYTES_MAX);
  if (body === null) return refusal(413, "The request is too large.");
  if (!isJsonObject(body)) return refusal(400, "The request is not a JSON object.");
  return auth.handler(forwarded(request, settings, pathname + search, body));
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
function forwarded(request: Request, settings: AuthSettings, path: string, body?: string): Request {
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
  return new Request(new URL(path, settings.url), { method: request.method, headers, body });
}
