import type { NodeSummary } from "./use-nodes.ts";

/** How the key a quarantined node showed compares with what is known to be right. */
export type KeyStanding = "same" | "other" | "not-compared" | "not-shown";

/** Every fingerprint in a text, whatever stands around it. */
export function fingerprintsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/SHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/g));
}

/** A list's own word about this node comes before fingerprints that could be any node's. */
export function keyStanding(
  {
    hostKeyFingerprint,
    expectedFingerprint,
  }: Pick<NodeSummary, "hostKeyFingerprint" | "expectedFingerprint">,
  known: ReadonlySet<string>,
): KeyStanding {
  if (hostKeyFingerprint === null) return "not-shown";
  if (expectedFingerprint !== null) return hostKeyFingerprint === expectedFingerprint ? "same" : "other";
  return known.has(hostKeyFingerprint) ? "same" : "not-compared";
}
