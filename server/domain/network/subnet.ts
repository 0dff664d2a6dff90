import type { Violation } from "../errors.ts";
import { cidrsOverlap, formatCidr, type Ipv4Cidr, parseCidr, parseIpv4 } from "../ipv4.ts";
import type { Advice, NetworkContext } from "./context.ts";
import type { NetworkDraft, NetworkValues } from "./draft.ts";

/** The tick by which a network-admin lets subnets of one vDC overlap. */
export const ALLOW_OVERLAP_LABEL = "allow overlap in this vDC";

const OVERLAPS_NAMED_MAX = 3;

/** RFC 6890 and RFC 5771: space no VM can be given an address from. */
const UNUSABLE_SPACES = [
  ["0.0.0.0", 8, "reserved"],
  ["127.0.0.0", 8, "loopback"],
  ["169.254.0.0", 16, "link-local"],
  ["224.0.0.0", 4, "multicast"],
  ["240.0.0.0", 4, "reserved"],
] as const;

function unusableSpaceOf(subnet: Ipv4Cidr): string | null {
  const space = UNUSABLE_SPACES.find(([address, prefixLength]) =>
    cidrsOverlap(subnet, { address: parseIpv4(address) ?? 0, prefixLength }),
  );
  return space ? space[2] : null;
}

/** null: a subnet a network may have, as far as it alone can tell. */
export function subnetShapeProblem(text: string): string | null {
  const subnet = parseCidr(text);
  if (!subnet) return "Write the subnet as an IPv4 address and prefix length, such as 10.0.0.0/24.";
  if (subnet.hasHostBits) return `${text} has host bits; its subnet is ${formatCidr(subnet)}.`;
  const space = unusableSpaceOf(subnet);
  return space ? `${text} lies in ${space} address space.` : null;
}

function overlaps(subnet: Ipv4Cidr, network: NetworkValues): boolean {
  const other = parseCidr(network.subnet);
  return other !== null && cidrsOverlap(subnet, other);
}

function isSameSegment(a: NetworkValues, draft: NetworkDraft): boolean {
  return (
    a.overlayRuleName === draft.overlayRuleName &&
    a.nicTagName === draft.nicTagName &&
    a.vxlanId === draft.vxlanId &&
    a.vlanId === draft.vlanId
  );
}

/** Overlaps, judged for a draft whose ids are chosen. At most one sentence: the strictest. */
export function overlapViolations(draft: NetworkDraft, context: NetworkContext): readonly Violation[] {
  const subnet = parseCidr(draft.subnet);
  if (!subnet || subnet.hasHostBits || !isSubnetOrSegmentChanged(draft, context.current)) return [];
  const overlapping = context.ownNetworks.filter((network) => overlaps(subnet, network));
  const onSegment = overlapping.find((network) => isSameSegment(network, draft));
  if (onSegment) return refuse(`${overlap(draft, onSegment)} on the same segment.`);
  const rule = context.overlayRules.find(({ name }) => name === draft.overlayRuleName);
  const onRule = overlapping.find(({ overlayRuleName }) => overlayRuleName === draft.overlayRuleName);
  if (rule?.addressScope === "rule" && onRule)
    return refuse(`${overlap(draft, onRule)} on the same overlay rule.`);
  if (context.isSubnetHeld) return refuse(`Subnet ${draft.subnet} is not available.`);
  const [inVdc] = overlapping;
  if (inVdc && !draft.allowOverlapInVdc) {
    return refuse(`${overlap(draft, inVdc)}; tick "${ALLOW_OVERLAP_LABEL}" if that is meant.`);
  }
  return [];
}

/** Overlaps inside the vDC that were allowed. */
export function overlapAdvice({ subnet }: NetworkValues, { ownNetworks }: NetworkContext): Advice[] {
  const parsed = parseCidr(subnet);
  const overlapping = parsed ? ownNetworks.filter((network) => overlaps(parsed, network)) : [];
  if (overlapping.length === 0) return [];
  const named = overlapping
    .slice(0, OVERLAPS_NAMED_MAX)
    .map((network) => `${network.subnet} of ${network.name}`);
  const more = overlapping.length - named.length;
  const others = more > 0 ? ` and ${more} more` : "";
  return [{ field: "subnet", message: `It overlaps ${named.join(", ")}${others} in this vDC.` }];
}

function overlap(draft: NetworkDraft, { name, subnet }: NetworkValues): string {
  return `${draft.subnet} overlaps ${subnet} of network ${name}`;
}

function refuse(message: string): Violation[] {
  return [{ field: "subnet", message }];
}

function isSubnetOrSegmentChanged(draft: NetworkDraft, current: NetworkValues | null): boolean {
  return current === null || current.subnet !== draft.subnet || !isSameSegment(current, draft);
}
