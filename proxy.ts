import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { foreignRequestReason } from "#server/adapters/auth/origin.ts";
import { contentSecurityPolicy } from "#server/content-security-policy.ts";
import { env } from "#server/env.ts";

const SESSION_COOKIES = ["overmesh.session_token", "__Secure-overmesh.session_token"];
/** For machines: a token says who asks, and no browser sends it by itself. */
const TOKEN_PATH = "/api/applied";
const OPEN_PATHS = /^\/(sign-in$|metrics$|api\/)/;

/**
 * In front of everything but static files. A page without a session cookie leads to the sign-in page; whether the
 * cookie is worth anything is decided where the page loads its person.
 */
export function proxy(request: NextRequest): NextResponse {
  const { OVERMESH_URL: url, NODE_ENV: mode } = env();
  const { pathname, search } = request.nextUrl;
  const foreign = pathname === TOKEN_PATH ? null : foreignRequestReason(request, url);
  if (foreign) return NextResponse.json({ message: foreign }, { status: 403 });
  const isSignedIn = SESSION_COOKIES.some((name) => request.cookies.has(name));
  if (!isSignedIn && !OPEN_PATHS.test(pathname)) return toSignIn(request, pathname + search);

  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, mode === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-overmesh-path", pathname + search);
  // Next takes the nonce for its own scripts from the policy on the request.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (url.startsWith("https:")) {
    response.headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  }
  return response;
}

function toSignIn(request: NextRequest, path: string): NextResponse {
  const target = request.nextUrl.clone();
  target.pathname = "/sign-in";
  target.search = path === "/" ? "" : `?next=${encodeURIComponent(path)}`;
  return NextResponse.redirect(target);
}

export const config = { matcher: "/((?!_next/static|_next/image|icon\\.svg|favicon\\.ico).*)" };
