import ipaddr from "ipaddr.js";

/** An IPv4 subnet: numeric network address and prefix length. */
export type Ipv4Cidr = { address: number; prefixLength: number };

const ADDRESS_BITS = 32;
const OCTET_PATTERN = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
const ADDRESS = new RegExp(`^${OCTET_PATTERN}(?:\\.${OCTET_PATTERN}){3}$`);
const CIDR = /^([0-9.]+)\/(0|[1-9][0-9]?)$/;

/** Four plain decimal octets only: no octal, hex, short or padded form. The number is unsigned. */
export function parseIpv4(text: string): number | null {
  if (!ADDRESS.test(text)) return null;
  return text.split(".").reduce((address, octet) => address * 256 + Number(octet), 0);
}

export function formatIpv4(address: number): string {
  return [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255].join(".");
}

/** `address` is the network's; `hasHostBits` tells that the text named an address inside it instead. */
export function parseCidr(text: string): (Ipv4Cidr & { hasHostBits: boolean }) | null {
  const [, addressText = "", prefixText = ""] = CIDR.exec(text) ?? [];
  const given = parseIpv4(addressText);
  const prefixLength = Number(prefixText);
  if (given === null || prefixLength > ADDRESS_BITS) return null;
  const address = given - (given % cidrSize(prefixLength));
  return { address, prefixLength, hasHostBits: address !== given };
}

export function formatCidr({ address, prefixLength }: Ipv4Cidr): string {
  return `${formatIpv4(address)}/${prefixLength}`;
}

/** The network address. */
export function firstAddress({ address, prefixLength }: Ipv4Cidr): number {
  return address - (address % cidrSize(prefixLength));
}

/** The broadcast address; of a /32 the address itself. */
export function lastAddress(cidr: Ipv4Cidr): number {
  return firstAddress(cidr) + cidrSize(cidr.prefixLength) - 1;
}

export function cidrContains(cidr: Ipv4Cidr, address: number): boolean {
  return address >= firstAddress(cidr) && address <= lastAddress(cidr);
}

export function cidrsOverlap(a: Ipv4Cidr, b: Ipv4Cidr): boolean {
  return firstAddress(a) <= lastAddress(b) && firstAddress(b) <= lastAddress(a);
}

/**
 * Reachable over the internet: not private, shared (CGNAT), link-local, loopback, multicast, documentation, benchmark
 * or reserved (RFC 6890). Addresses inside `exceptions` count as public. Text that is no address is not public.
 */
export function isPublicIpv4(text: string, exceptions: readonly Ipv4Cidr[] = []): boolean {
  return addressKind(text, exceptions) === "public";
}

/** `shared`: the provider's side of an address translation, CGNAT (RFC 6598). */
export type AddressKind = "public" | "private" | "shared" | "other";

export function addressKind(text: string, exceptions: readonly Ipv4Cidr[] = []): AddressKind {
  const address = parseIpv4(text);
  if (address === null) return "other";
  if (exceptions.some((exception) => cidrContains(exception, address))) return "public";
  const range = ipaddr.IPv4.parse(text).range();
  if (range === "unicast") return "public";
  if (range === "carrierGradeNat") return "shared";
  return range === "private" ? "private" : "other";
}

function cidrSize(prefixLength: number): number {
  return 2 ** (ADDRESS_BITS - prefixLength);
}
