import type { Overlay, OverlayRule } from "../facts.ts";
import type { Node } from "../node.ts";
import type { MacClaim } from "./claims.ts";

/** A vNIC that a node says sits on one of its overlays. */
export type VnicClaim = {
  nodeId: string;
  macAddress: string;
  arpAddress: string | null;
  /** null: the overlay it sits on is not live, or was not read. */
  overlay: Overlay | null;
  vlanId: number;
  /** null: the node has reported it for longer than that is kept. */
  macClaim: MacClaim | null;
};

/** `isComplete` is false when some part of the facts they come from was never read. */
export type VnicClaims = { claims: readonly VnicClaim[]; isComplete: boolean };

export function overlayRuleOf({ facts }: Node, overlayRuleName: string): OverlayRule | null {
  return facts?.overlayRules?.value.find(({ name }) => name === overlayRuleName) ?? null;
}

export function liveOverlaysOf({ facts }: Node, overlayRuleName: string): Overlay[] {
  return (facts?.overlays?.value ?? []).filter((overlay) => overlay.overlayRuleName === overlayRuleName);
}

/** VM vNICs and the node's own vNICs on overlays of the rule. */
export function vnicClaimsOf(node: Node, overlayRuleName: string): VnicClaims {
  const { facts } = node;
  const overlays = liveOverlaysOf(node, overlayRuleName);
  const claimTo = (macAddress: string) => node.macClaims?.get(macAddress) ?? null;
  const ofVms = (facts?.vmVnics?.value ?? [])
    .filter((vnic) => vnic.overlayRuleName === overlayRuleName)
    .map(({ macAddress, addresses, vxlanId, vlanId }) => ({
      nodeId: node.id,
      macAddress,
      arpAddress: addresses[0]?.ipv4Address ?? null,
      overlay: overlays.find((overlay) => overlay.vxlanId === vxlanId) ?? null,
      vlanId,
      macClaim: claimTo(macAddress),
    }));
  const ofNode = (facts?.hostVnics?.value ?? []).flatMap(({ macAddress, ipv4Address, over, vlanId }) => {
    const overlay = overlays.find(({ name }) => name === over);
    if (!overlay) return [];
    const macClaim = claimTo(macAddress);
    return [{ nodeId: node.id, macAddress, arpAddress: ipv4Address, overlay, vlanId, macClaim }];
  });
  const isComplete = Boolean(facts?.vmVnics && facts.hostVnics && facts.overlays);
  return { claims: [...ofVms, ...ofNode], isComplete };
}
