import type { JumpHost } from "./jump-host-panel.tsx";

type KeyOf = Pick<JumpHost, "isConfirmed" | "hostKeyFingerprint" | "hostKeyOfferedFingerprint">;

/** The key an operator could confirm or refuse now; null: none was shown, or the shown one is confirmed. */
export function keyToAnswer({
  isConfirmed,
  hostKeyFingerprint,
  hostKeyOfferedFingerprint,
}: KeyOf): string | null {
  return hostKeyOfferedFingerprint ?? (isConfirmed ? null : hostKeyFingerprint);
}

/** How far it can be used, in a word and a sentence. */
export function jumpHostState(jumpHost: KeyOf & Pick<JumpHost, "lastCheckedAt" | "lastCheckDetail">): {
  word: string;
  tone: "good" | "bad" | "caution" | "neutral";
  sentence: string;
} {
  const { isConfirmed, hostKeyFingerprint, hostKeyOfferedFingerprint, lastCheckedAt, lastCheckDetail } =
    jumpHost;
  if (hostKeyOfferedFingerprint !== null) {
    return { word: "Another key", tone: "bad", sentence: "It shows another key than the confirmed one." };
  }
  if (!isConfirmed) {
    const sentence =
      hostKeyFingerprint === null
        ? "Nothing was sent to it yet; check it to see its key."
        : "Compare the key it showed with the one on its own console. Until then no node is reached through it.";
    return { word: "Key not confirmed", tone: "caution", sentence };
  }
  if (lastCheckDetail !== null) return { word: "Check failed", tone: "bad", sentence: lastCheckDetail };
  return lastCheckedAt === null
    ? { word: "Not checked", tone: "neutral", sentence: "Its key is confirmed." }
    : { word: "In use", tone: "good", sentence: "It let Overmesh in with the confirmed key." };
}
