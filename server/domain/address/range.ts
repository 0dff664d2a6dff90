import { type IdRange, mergeIdRanges } from "../id-range.ts";
import {
  cidrContains,
  firstAddress,
  formatIpv4,
  type Ipv4Cidr,
  lastAddress,
  parseCidr,
  parseIpv4,
} from "../ipv4.ts";

type ParsedAddressRanges = { ranges: readonly IdRange[]; problem: null } | { ranges: null; problem: string };

const PARTS_MAX = 1000;
const SHOWN_LENGTH_MAX = 40;
const RANGE = /^([0-9.]+)\s*(?:-|–|—|\.\.)\s*([0-9.]+)$/;

/**
 * Reads addresses (`10.0.0.10`), ranges (`10.0.0.10-10.0.0.60`, `10.0.0.10–60`) and blocks (`10.0.0.16/28`), separated by
 * commas, semicolons or lines. Tells the first fault only.
 */
export function parseAddressRanges(text: string): ParsedAddressRanges {
  const parts = text
    .split(/[,;\n]/, PARTS_MAX + 1)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length > PARTS_MAX) return { ranges: null, problem: `Write at most ${PARTS_MAX} ranges.` };
  if (parts.length === 0) {
    return { ranges: null, problem: "Write an address or a range such as 10.0.0.10-10.0.0.60." };
  }
  const ranges: IdRange[] = [];
  for (const part of parts) {
    const range = parsePart(part);
    if (typeof range === "string") return { ranges: null, problem: range };
    ranges.push(range);
  }
  return { ranges: mergeIdRanges(ranges), problem: null };
}

function parsePart(part: string): IdRange | string {
  const address = parseIpv4(part);
  if (address !== null) return { first: address, last: address };
  const cidr = parseCidr(part);
  if (cidr) {
    if (cidr.hasHostBits) return `${part} has host bits; write a block by its first address.`;
    return { first: firstAddress(cidr), last: lastAddress(cidr) };
  }
  const [, firstText = "", lastText = ""] = RANGE.exec(part) ?? [];
  const first = parseIpv4(firstText);
  const last = parseIpv4(lastText) ?? lastOctet(firstText, lastText);
  if (first === null || last === null) {
    const shown = part.slice(0, SHOWN_LENGTH_MAX);
    return `"${shown}" is neither an address nor a range such as 10.0.0.10-10.0.0.60 or 10.0.0.10-60.`;
  }
  return first > last ? `The range ${part} begins after its end.` : { first, last };
}

/** `10.0.0.10-60`: only the last octet of the end is written. */
function lastOctet(firstText: string, lastText: string): number | null {
  if (!/^\d{1,3}$/.test(lastText)) return null;
  return parseIpv4(firstText.replace(/\d+$/, lastText));
}

export function formatAddressRange({ first, last }: IdRange): string {
  return first === last ? formatIpv4(first) : `${formatIpv4(first)}–${formatIpv4(last)}`;
}

/** The first few ranges in words, and how many are left out. */
export function formatAddressRanges(ranges: readonly IdRange[], shownMax: number): string {
  const shown = ranges.slice(0, shownMax).map(formatAddressRange).join(", ");
  const hiddenCount = ranges.length - shownMax;
  if (hiddenCount <= 0) return shown;
  return `${shown} and ${hiddenCount} more ${hiddenCount === 1 ? "range" : "ranges"}`;
}

/** What somebody looks for: one address, or all of a block; null: neither. A block may be named by any address in it. */
export function parseAddressQuery(text: string): Ipv4Cidr | null {
  const trimmed = text.trim();
  const address = parseIpv4(trimmed);
  if (address !== null) return { address, prefixLength: 32 };
  const cidr = parseCidr(trimmed);
  return cidr && { address: cidr.address, prefixLength: cidr.prefixLength };
}

export function isWithin(inner: Ipv4Cidr, outer: Ipv4Cidr): boolean {
  return inner.prefixLength >= outer.prefixLength && cidrContains(outer, inner.address);
}

/** Numbers as merged ranges. */
export function rangesOf(addresses: readonly number[]): readonly IdRange[] {
  return mergeIdRanges(addresses.map((address) => ({ first: address, last: address })));
}
