import { AddressContests } from "../../arp-table/address-contests.ts";
import { claimText } from "../../arp-table/claims.ts";
import { liveOverlaysOf, type VnicClaim, type VnicClaims } from "../../arp-table/vnic-claims.ts";
import { type ArpConflict, type ArpIndex, conflictOver } from "../../arp-table/wanted.ts";
import type { Node } from "../../node.ts";

const NONE: readonly VnicClaim[] = [];

/** Which nodes say that they have which MACs on the overlays of one rule. Most are claimed once, so that is kept small. */
export class RuleClaims implements ArpIndex {
  readonly overlayRuleName: string;
  readonly vnicsByNodeId = new Map<string, VnicClaims>();
  readonly conflictByMac = new Map<string, ArpConflict>();
  readonly #firstByMac = new Map<string, VnicClaim>();
  /** All of those that are claimed several times. */
  readonly #rivalsByMac = new Map<string, readonly VnicClaim[]>();
  readonly #overMac = new Map<string, ArpConflict>();
  readonly #unsettledMacs = new Set<string>();
  readonly #addresses = new AddressContests();

  constructor(overlayRuleName: string) {
    this.overlayRuleName = overlayRuleName;
  }

  isClaimed(mac: string): boolean {
    return this.#firstByMac.has(mac);
  }

  /** It claims already what is given. */
  isSame(nodeId: string, claims: readonly VnicClaim[]): boolean {
    const earlier = this.vnicsByNodeId.get(nodeId)?.claims ?? NONE;
    return (
      earlier.length === claims.length &&
      earlier.every((claim, position) => {
        const other = claims[position];
        return other !== undefined && areAlike(claim, other);
      })
    );
  }

  /** What the node claims from now on; answers the MACs that it claimed before or claims now. */
  set(nodeId: string, claims: readonly VnicClaim[]): string[] {
    const earlier = this.vnicsByNodeId.get(nodeId)?.claims ?? NONE;
    for (const claim of earlier) this.#drop(claim);
    for (const claim of claims) this.#add(claim);
    if (claims.length > 0) this.vnicsByNodeId.set(nodeId, { claims, isComplete: true });
    else this.vnicsByNodeId.delete(nodeId);
    return [...earlier, ...claims].map(({ macAddress }) => macAddress);
  }

  /** Says who holds what several claim, and answers all claimants of what was or is contested: entries are for holders alone. */
  settle(): string[] {
    const touched = new Set(this.#unsettledMacs);
    for (const mac of this.#unsettledMacs) {
      const claims = this.#claimsTo(mac);
      const conflict = conflictOver(claims);
      if (conflict) this.#overMac.set(mac, conflict);
      else this.#overMac.delete(mac);
      this.#addresses.reconsider(claims);
    }
    this.#unsettledMacs.clear();
    for (const mac of this.#addresses.settle((each) => this.#overMac.get(each))) touched.add(mac);
    const nodeIds = new Set<string>();
    for (const mac of touched) {
      const conflict = this.#addresses.conflictOf(mac, this.#overMac.get(mac));
      if (conflict) this.conflictByMac.set(mac, conflict);
      else this.conflictByMac.delete(mac);
      for (const { nodeId } of this.#claimsTo(mac)) nodeIds.add(nodeId);
    }
    return [...nodeIds];
  }

  #claimsTo(mac: string): readonly VnicClaim[] {
    const first = this.#firstByMac.get(mac);
    return this.#rivalsByMac.get(mac) ?? (first ? [first] : NONE);
  }

  #add(claim: VnicClaim): void {
    this.#addresses.add(claim);
    const { macAddress } = claim;
    const known = this.#claimsTo(macAddress);
    if (known.length === 0) this.#firstByMac.set(macAddress, claim);
    else {
      this.#rivalsByMac.set(macAddress, [...known, claim]);
      this.#unsettledMacs.add(macAddress);
    }
  }

  #drop(dropped: VnicClaim): void {
    const { macAddress: mac, nodeId } = dropped;
    this.#addresses.drop(dropped);
    const known = this.#claimsTo(mac);
    const rest = known.filter((claim) => claim.nodeId !== nodeId);
    const [first] = rest;
    if (first) this.#firstByMac.set(mac, first);
    else this.#firstByMac.delete(mac);
    if (rest.length > 1) this.#rivalsByMac.set(mac, rest);
    else this.#rivalsByMac.delete(mac);
    if (known.length > 1) this.#unsettledMacs.add(mac);
  }
}

/** As far as entries and their holders depend on it. */
function areAlike(a: VnicClaim, b: VnicClaim): boolean {
  return (
    a.macAddress === b.macAddress &&
    a.arpAddress === b.arpAddress &&
    a.overlay?.listenAddress === b.overlay?.listenAddress &&
    a.overlay?.listenPort === b.overlay?.listenPort &&
    claimText(a.macClaim) === claimText(b.macClaim)
  );
}

/** Its vNICs on overlays of the rules it has; a node whose rules were never read may have any. */
export function claimsByRule(node: Node): Map<string, VnicClaim[]> {
  const { facts } = node;
  const held = facts?.overlayRules && new Set(facts.overlayRules.value.map(({ name }) => name));
  const byRule = new Map<string, VnicClaim[]>();
  const claim = (name: string | null, made: Omit<VnicClaim, "nodeId" | "macClaim">) => {
    if (name === null || (held && !held.has(name))) return;
    const { macAddress, arpAddress, overlay, vlanId } = made;
    const macClaim = node.macClaims?.get(macAddress) ?? null;
    const own = { nodeId: node.id, macAddress, arpAddress, overlay, vlanId, macClaim };
    const claims = byRule.get(name);
    if (claims) claims.push(own);
    else byRule.set(name, [own]);
  };
  const overlaysByRule = new Map<string, ReturnType<typeof liveOverlaysOf>>();
  for (const { overlayRuleName, vxlanId, macAddress, addresses, vlanId } of facts?.vmVnics?.value ?? []) {
    if (overlayRuleName === null) continue;
    const overlays = overlaysByRule.get(overlayRuleName) ?? liveOverlaysOf(node, overlayRuleName);
    overlaysByRule.set(overlayRuleName, overlays);
    const overlay = overlays.find((each) => each.vxlanId === vxlanId) ?? null;
    claim(overlayRuleName, { macAddress, arpAddress: addresses[0]?.ipv4Address ?? null, overlay, vlanId });
  }
  const overlayByName = new Map(facts?.overlays?.value.map((overlay) => [overlay.name, overlay]));
  for (const { over, macAddress, ipv4Address, vlanId } of facts?.hostVnics?.value ?? []) {
    const overlay = overlayByName.get(over);
    if (overlay) claim(overlay.overlayRuleName, { macAddress, arpAddress: ipv4Address, overlay, vlanId });
  }
  return byRule;
}
