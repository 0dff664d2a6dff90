import type { Member } from "./member.ts";

/** Its facts are within the limit, and nothing has failed since they were read. */
export function isFreshMember(
  { node, observedAtByKind }: Member,
  now: Date,
  staleAfterSeconds: number,
): boolean {
  const at = observedAtByKind.adminLink;
  return (
    at !== null &&
    now.getTime() - at.getTime() <= staleAfterSeconds * 1000 &&
    node.lastRefresh?.outcome === "ok"
  );
}
