import type { NodeFacts, VmVnic } from "../facts.ts";
import { cidrContains, parseCidr, parseIpv4 } from "../ipv4.ts";
import type { Node } from "../node.ts";

/** A network of the vDC on an overlay. */
export type OwnNetwork = {
  id: string;
  overlayRuleName: string;
  vxlanId: number;
  vlanId: number;
  /** CIDR. */
  subnet: string;
  /** VMs on it that are the vDC's; absent: all, since it is the vDC's own. */
  vmUuids?: ReadonlySet<string>;
};

/** A vNIC uses a network when segment and subnet match. */
export function isOnNetwork(vnic: VmVnic, network: OwnNetwork): boolean {
  const { overlayRuleName, vxlanId, vlanId, addresses } = vnic;
  const cidr = parseCidr(network.subnet);
  return (
    overlayRuleName === network.overlayRuleName &&
    vxlanId === network.vxlanId &&
    vlanId === network.vlanId &&
    (network.vmUuids === undefined || network.vmUuids.has(vnic.vmUuid)) &&
    (addresses.length === 0 ||
      addresses.some(({ ipv4Address }) => {
        const numeric = parseIpv4(ipv4Address);
        return cidr !== null && numeric !== null && cidrContains(cidr, numeric);
      }))
  );
}

/**
 * The node as if nothing but these networks were on it, so that no verdict over it can tell of anybody else; null when
 * none of them is.
 */
export function ownPartOf(node: Node, networks: readonly OwnNetwork[]): Node | null {
  const { facts } = node;
  const own = facts?.vmVnics?.value.filter((vnic) => networks.some((network) => isOnNetwork(vnic, network)));
  if (!facts || !own || own.length === 0) return null;
  const isOwnSegment = (overlayRuleName: string | null, vxlanId: number) =>
    networks.some((network) => network.overlayRuleName === overlayRuleName && network.vxlanId === vxlanId);
  const isOwnRule = (name: string) => networks.some(({ overlayRuleName }) => overlayRuleName === name);
  const reduced: NodeFacts = {
    ...facts,
    overlayRules: filtered(facts.overlayRules, ({ name }) => isOwnRule(name)),
    overlays: filtered(facts.overlays, ({ overlayRuleName, vxlanId }) =>
      isOwnSegment(overlayRuleName, vxlanId),
    ),
    vmVnics: filtered(facts.vmVnics, (vnic) => own.includes(vnic)),
    hostVnics: filtered(facts.hostVnics, ({ over }) => !isOverlayOf(facts, over)),
  };
  return { ...node, facts: reduced };
}

function isOverlayOf(facts: NodeFacts, linkName: string): boolean {
  return facts.overlays?.value.some(({ name }) => name === linkName) ?? false;
}

function filtered<T>(
  part: { value: T[]; observedAt: Date } | null,
  keeps: (item: T) => boolean,
): { value: T[]; observedAt: Date } | null {
  return part && { value: part.value.filter(keeps), observedAt: part.observedAt };
}
