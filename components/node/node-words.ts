/** What stands where a node told that it has no PDC name. */
export const NO_PDC_NAME = "(no name)";

/** null: the node never told. */
export function pdcWords(pdcName: string | null): string | null {
  return pdcName === "" ? NO_PDC_NAME : pdcName;
}

/** `10.0.0.1:22`, with brackets round an IPv6 address. */
export function sshEndpoint({ sshAddress, sshPort }: { sshAddress: string; sshPort: number }): string {
  return sshAddress.includes(":") ? `[${sshAddress}]:${sshPort}` : `${sshAddress}:${sshPort}`;
}

/** As ssh-keygen writes it. */
export const keyTypeWord = (type: "ed25519" | "ecdsa" | "rsa"): string => type.toUpperCase();

/** "45 s", "12 min", "3 h 5 min". */
export function durationWords(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How a node's clock stands against this server's. */
export function clockWords(secondsAhead: number): string {
  if (secondsAhead === 0) return "agrees with this server";
  return `${durationWords(Math.abs(secondsAhead))} ${secondsAhead > 0 ? "ahead" : "behind"}`;
}
