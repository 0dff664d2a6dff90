const ANY_ORIGIN = "http://overmesh.invalid";

/** Where to go after signing in: the path asked for if it stays on this origin, else the home page. */
export function returnPath(next: string | readonly string[] | null | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/")) return "/";
  // Browsers drop tabs and newlines and read "\" as "/", so only what a URL parser makes of it counts.
  if (!URL.canParse(next, ANY_ORIGIN)) return "/";
  const url = new URL(next, ANY_ORIGIN);
  const path = `${url.pathname}${url.search}${url.hash}`;
  const staysHere = url.origin === ANY_ORIGIN && !path.startsWith("//");
  return staysHere && !isSignIn(url.pathname) ? path : "/";
}

function isSignIn(pathname: string): boolean {
  return pathname === "/sign-in" || pathname.startsWith("/api/");
}
