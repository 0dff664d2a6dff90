import type { IpsecFacts, Observed, PresharedKey } from "./facts.ts";

/**
 * Keys with the time since when each is known to be the same. It may be older: nothing on a node tells when a key was made,
 * and its file is written anew with keys that stay.
 */
export function withKnownSince(
  keys: readonly PresharedKey[],
  earlier: Observed<IpsecFacts> | null,
  observedAt: Date,
): PresharedKey[] {
  const earlierByPair = new Map(earlier?.value.presharedKeys.map((key) => [pairOf(key), key]));
  return keys.map((key) => {
    const before = earlierByPair.get(pairOf(key));
    const isSame = before?.fingerprint === key.fingerprint;
    const since = isSame ? (before.knownSince ?? earlier?.observedAt.getTime()) : undefined;
    return { ...key, knownSince: since ?? observedAt.getTime() };
  });
}

const pairOf = ({ localAddress, remoteAddress }: PresharedKey): string => `${localAddress} ${remoteAddress}`;
