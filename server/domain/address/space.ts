import { type IdRange, subtractIdRanges } from "../id-range.ts";
import { firstAddress, type Ipv4Cidr, lastAddress, parseCidr, parseIpv4 } from "../ipv4.ts";

/** What a network gives addresses from. Addresses are unsigned numbers; `gateway` null: it has none. */
export type AddressSpace = { subnet: Ipv4Cidr; gateway: number | null };

/** Of a network as it is stored. */
export function addressSpaceOf(network: { subnet: string; gateway: string | null }): AddressSpace {
  const subnet = parseCidr(network.subnet);
  if (!subnet) throw new Error("a stored subnet is a CIDR");
  return { subnet, gateway: network.gateway === null ? null : parseIpv4(network.gateway) };
}

/** The whole subnet. */
export function subnetRange({ subnet }: AddressSpace): IdRange {
  return { first: firstAddress(subnet), last: lastAddress(subnet) };
}

/** Addresses nobody can be given: network and broadcast address (RFC 3021: a /31 has neither), and the gateway. */
export function reservedAddresses({ subnet, gateway }: AddressSpace): readonly number[] {
  const ends = subnet.prefixLength >= 31 ? [] : [firstAddress(subnet), lastAddress(subnet)];
  return [...new Set(gateway === null ? ends : [...ends, gateway])].toSorted((a, b) => a - b);
}

/** All others of the subnet. */
export function assignableRanges(space: AddressSpace): readonly IdRange[] {
  const reserved = reservedAddresses(space).map((address) => ({ first: address, last: address }));
  return subtractIdRanges([subnetRange(space)], reserved);
}

/** What an address is by itself; null: one that can be given. */
export function roleOfAddress(
  { subnet, gateway }: AddressSpace,
  address: number,
): "gateway" | "network" | "broadcast" | null {
  if (address === gateway) return "gateway";
  if (subnet.prefixLength >= 31) return null;
  if (address === firstAddress(subnet)) return "network";
  return address === lastAddress(subnet) ? "broadcast" : null;
}
