import ipaddr from "ipaddr.js";

/**
 * The one way an address is written and compared: dotted IPv4, or IPv6 as RFC 5952 has it; brackets may stand around it.
 * IPv4 inside `::ffff:` is the IPv4 address. null: no address, or one with a zone, which means nothing elsewhere.
 */
export function canonicalAddress(text: string): string | null {
  const bare = /^\[(.*)\]$/.exec(text.trim())?.[1] ?? text.trim();
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare).toString();
  if (!bare.includes(":") || bare.includes("%") || !ipaddr.IPv6.isValid(bare)) return null;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}

const KINDS_REFUSED: Partial<Record<string, string>> = {
  loopback: "a loopback address",
  linkLocal: "a link-local address",
  multicast: "a multicast address",
  unspecified: "no address of a machine",
  broadcast: "a broadcast address",
};

/**
 * Why nothing may be asked at this canonical address, which would reach Overmesh's own machine or nobody in particular;
 * null: it may. Addresses inside `exceptions` (CIDRs of either family) may, whatever they are.
 */
export function addressRefusal(canonical: string, exceptions: readonly string[] = []): string | null {
  const address = ipaddr.parse(canonical);
  if (exceptions.some((cidr) => isInside(address, cidr))) return null;
  const kind = [address, ...ipv4Within(address)].flatMap((each) => KINDS_REFUSED[kindOf(each)] ?? [])[0];
  return kind === undefined ? null : `${canonical} is ${kind}; nodes are not asked there.`;
}

function kindOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  // All of 0.0.0.0/8 is this machine to some systems.
  return address instanceof ipaddr.IPv4 && address.octets[0] === 0 ? "unspecified" : address.range();
}

function isInside(address: ipaddr.IPv4 | ipaddr.IPv6, cidr: string): boolean {
  if (!ipaddr.isValidCIDR(cidr)) return false;
  const [network, prefixLength] = ipaddr.parseCIDR(cidr);
  return network.kind() === address.kind() && address.match(network, prefixLength);
}

/** The IPv4 address an IPv6 one stands for: NAT64 (RFC 6052), 6to4, or the old IPv4-compatible form. */
function ipv4Within(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4[] {
  if (address instanceof ipaddr.IPv4) return [];
  const bytes = address.toByteArray();
  const at = (offset: number) => [new ipaddr.IPv4(bytes.slice(offset, offset + 4))];
  if (address.range() === "rfc6052") return at(12);
  if (address.range() === "6to4") return at(2);
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0) && bytes[12] !== 0;
  return isCompatible ? at(12) : [];
}
