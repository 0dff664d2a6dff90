import { createHash } from "node:crypto";

/** Hex digits that depend on `label` only, so that a restarted fleet is the same fleet. */
export function seededHex(label: string, digits: number): string {
  let hex = "";
  for (let round = 0; hex.length < digits; round += 1) {
    hex += createHash("sha256").update(`${round}:${label}`).digest("hex");
  }
  return hex.slice(0, digits);
}

/** `prefix` is the first three octets, e.g. `90:b8:d0`. */
export function seededMac(prefix: string, label: string): string {
  return [prefix, ...(seededHex(`mac ${label}`, 6).match(/../g) ?? [])].join(":");
}

/** Looks like a version 4 UUID. */
export function seededUuid(label: string): string {
  const hex = seededHex(`uuid ${label}`, 32);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
}

export function seededNumber(label: string, below: number): number {
  return Number.parseInt(seededHex(`number ${label}`, 8), 16) % below;
}
