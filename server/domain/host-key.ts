/** The kinds of host keys that are accepted. */
export const HOST_KEY_TYPES = ["ed25519", "ecdsa", "rsa"] as const;
export type HostKeyType = (typeof HOST_KEY_TYPES)[number];

/** A host key as a server showed it; the fingerprint as OpenSSH prints it. */
export type ShownHostKey = { fingerprint: string; type: HostKeyType };

/** What a server showed, in words that a sentence goes on with. */
export function shownKeyWords(shown: readonly ShownHostKey[]): string {
  if (shown.length < 2) return `host key ${shown[0]?.fingerprint ?? "of an unknown kind"}`;
  const words = shown.map(({ fingerprint, type }) => `${fingerprint} (${type.toUpperCase()})`);
  return `host keys ${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** How a shown host key compares with what is known of the node. */
export type HostKeyVerdict = "pinned" | "first-contact" | "changed";

export function hostKeyVerdict(pinnedFingerprint: string | null, shownFingerprint: string): HostKeyVerdict {
  if (pinnedFingerprint === null) return "first-contact";
  return pinnedFingerprint === shownFingerprint ? "pinned" : "changed";
}

/** By the name SSH gives a key's kind, such as `ecdsa-sha2-nistp256`; an RSA key keeps its old name, whatever signs with it. */
export function hostKeyType(sshName: string): HostKeyType {
  if (sshName.startsWith("ecdsa-")) return "ecdsa";
  return sshName === "ssh-rsa" ? "rsa" : "ed25519";
}
