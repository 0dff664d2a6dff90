import {
  cidrContains,
  cidrsOverlap,
  firstAddress,
  formatCidr,
  formatIpv4,
  type Ipv4Cidr,
  parseCidr,
  parseIpv4,
} from "../ipv4.ts";
import type { NetworkDraft, NetworkValues } from "./draft.ts";
import { subnetShapeProblem } from "./subnet.ts";

const NAME_LENGTH_MAX = 32;
const BLOCKS_TRIED_MAX = 10_000;

type Own = Pick<NetworkValues, "name" | "subnet">;

/** A draft of another network like this one: free ids are chosen anew, name and subnet are the next that the vDC does not have. */
export function draftLike(network: NetworkValues, own: readonly Own[]): NetworkDraft {
  const subnet = nextSubnet(network.subnet, own);
  const moved = (address: string) => movedAddress(address, network.subnet, subnet);
  return {
    name: nextName(network.name, own),
    alias: "",
    description: network.description,
    access: network.access === "deleted" ? "private" : network.access,
    subnet,
    gateway: network.gateway === null || subnet === "" ? "" : moved(network.gateway),
    resolvers: network.resolvers.map(moved),
    dnsDomain: network.dnsDomain,
    // Belongs to the subnet, which is another one.
    ptrDomain: "",
    isDhcpPassthrough: network.isDhcpPassthrough,
    overlayRuleName: network.overlayRuleName,
    nicTagName: network.nicTagName,
    vxlanId: network.vxlanId === null ? null : "next-free",
    vlanId: network.vxlanId === null ? "next-free" : network.vlanId,
    mtuBytes: network.mtuBytes,
    allowOverlapInVdc: false,
  };
}

function nextName(name: string, own: readonly Own[]): string {
  const taken = new Set(own.map((network) => network.name));
  const stem = name.replace(/-\d+$/, "");
  for (let number = 2; ; number += 1) {
    const ending = `-${number}`;
    const candidate = stem.slice(0, NAME_LENGTH_MAX - ending.length) + ending;
    if (!taken.has(candidate)) return candidate;
  }
}

/** "" when none of the size follows. */
function nextSubnet(subnet: string, own: readonly Own[]): string {
  const cidr = parseCidr(subnet);
  if (!cidr) return "";
  const size = 2 ** (32 - cidr.prefixLength);
  const taken = own.flatMap((network) => parseCidr(network.subnet) ?? []);
  let first = firstAddress(cidr) + size;
  for (let tried = 0; tried < BLOCKS_TRIED_MAX && first + size <= 2 ** 32; tried += 1) {
    const candidate = parseCidr(`${formatIpv4(first)}/${cidr.prefixLength}`);
    if (!candidate || subnetShapeProblem(formatCidr(candidate)) !== null) return "";
    const other = taken.find((each) => cidrsOverlap(candidate, each));
    if (!other) return formatCidr(candidate);
    first = Math.max(first + size, alignedAfter(other, size));
  }
  return "";
}

function alignedAfter(other: Ipv4Cidr, size: number): number {
  const end = firstAddress(other) + 2 ** (32 - other.prefixLength);
  return Math.ceil(end / size) * size;
}

/** The same place in the other subnet; an address outside stays. */
function movedAddress(address: string, from: string, to: string): string {
  const [numeric, old, next] = [parseIpv4(address), parseCidr(from), parseCidr(to)];
  if (numeric === null || !old || !next || !cidrContains(old, numeric)) return address;
  return formatIpv4(firstAddress(next) + numeric - firstAddress(old));
}
