const READ_ONLY_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Why a request may not change state, or null. Cookies alone prove nothing: another site's page makes browsers send
 * them too, and signing in is a change that needs no cookie at all.
 */
export function foreignRequestReason(
  request: { method: string; headers: Headers },
  ownUrl: string,
): string | null {
  if (READ_ONLY_METHODS.has(request.method)) return null;
  const origin = request.headers.get("origin");
  if (origin === ownUrl && isFetchedFromOwnPages(request.headers)) return null;
  return `This request did not come from Overmesh's own pages; open ${ownUrl} and try again.`;
}

function isFetchedFromOwnPages(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin";
}

/** Bodies other than JSON can be sent by a foreign form without asking; nothing here accepts them. */
export function isJson(headers: Headers): boolean {
  return /^application\/json(\s*;|$)/i.test(headers.get("content-type") ?? "");
}
