/** How a shown host key compares with what is known of the node. */
export type HostKeyVerdict = "pinned" | "first-contact" | "changed";

export function hostKeyVerdict(pinnedFingerprint: string | null, shownFingerprint: string): HostKeyVerdict {
  if (pinnedFingerprint === null) return "first-contact";
  return pinnedFingerprint === shownFingerprint ? "pinned" : "changed";
}
