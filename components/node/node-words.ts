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
