import ipaddr from "ipaddr.js";

/** Kinds that `ipaddr.js` counts as ordinary but that lead inside, or back to IPv4. */
const INWARD_CIDRS = [
  // Local-use IPv4/IPv6 translation (RFC 8215), IPv4-compatible addresses, site-local ones (RFC 3879).
  "64:ff9b:1::/48",
  "::/96",
  "fec0::/10",
  // Documentation (RFC 9637) and segment routing (RFC 9602).
  "3fff::/20",
  "5f00::/16",
  // Local name servers and relays of IPv4 (RFC 6890).
  "192.0.0.0/24",
  "192.88.99.0/24",
  "198.18.0.0/15",
].map((cidr) => ipaddr.parseCIDR(cidr));

type AnyCidr = ReturnType<typeof ipaddr.parseCIDR>;

function contains([network, prefixLength]: AnyCidr, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return network.kind() === address.kind() && address.match(network, prefixLength);
}

/** True of `10.0.0.0/8` and `fd00::/8`. */
export const isAddressCidr = (text: string): boolean => ipaddr.isValidCIDR(text);

/**
 * Whether a message may be sent to this numeric address: one of the open internet, or inside `exceptions` (CIDRs). Loopback,
 * private, shared, link-local, multicast, unspecified, documentation and reserved ones are not, nor any IPv6 form that
 * carries an IPv4 address. Text that is no address is not either.
 */
export function isOutsideAddress(text: string, exceptions: readonly string[] = []): boolean {
  if (text.includes("%") || !ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (exceptions.some((cidr) => contains(ipaddr.parseCIDR(cidr), address))) return true;
  return address.range() === "unicast" && !INWARD_CIDRS.some((cidr) => contains(cidr, address));
}
