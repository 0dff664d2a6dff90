import type { ArpEntry } from "../facts.ts";
import type { Node } from "../node.ts";
import { peerAddressOf, peerPortOf } from "./peer-address.ts";
import { overlayRuleOf, type VnicClaim, type VnicClaims, vnicClaimsOf } from "./vnic-claims.ts";

/** A MAC that more than one vNIC claims; no entry is made for it until the claims are settled. */
export type ArpConflict = { macAddress: string; nodeIds: string[] };

/** Why nothing can be said about a peer's vNICs. `macAddresses` are the known ones of them. */
export type ArpGap = { nodeId: string; problem: string; macAddresses: string[]; areAllMacsKnown: boolean };

/** What the virtual ARP table of one rule on one node should hold, as far as it can be told. */
export type WantedArpTable = {
  overlayRuleName: string;
  entries: ArpEntry[];
  gaps: ArpGap[];
  conflicts: ArpConflict[];
};

/** All vNICs on one rule's overlays, over the confirmed nodes that have the rule. */
export type ArpIndex = {
  overlayRuleName: string;
  vnicsByNodeId: ReadonlyMap<string, VnicClaims>;
  conflictByMac: ReadonlyMap<string, ArpConflict>;
};

/** Made once per rule; `wantedEntriesFor` then answers for one pair of nodes alone. */
export function indexVnics(nodes: readonly Node[], overlayRuleName: string): ArpIndex {
  const carriers = nodes.filter((node) => node.isConfirmed && mayCarry(node, overlayRuleName));
  const vnicsByNodeId = new Map(carriers.map((node) => [node.id, vnicClaimsOf(node, overlayRuleName)]));
  const claims = [...vnicsByNodeId.values()].flatMap((vnics) => vnics.claims);
  return { overlayRuleName, vnicsByNodeId, conflictByMac: conflictsAmong(claims) };
}

/** What `node`'s table should hold for the vNICs of `peer`. */
export function wantedEntriesFor(
  node: Node,
  peer: Node,
  index: ArpIndex,
): { entries: ArpEntry[]; gap: ArpGap | null; conflicts: ArpConflict[] } {
  const vnics = index.vnicsByNodeId.get(peer.id);
  if (!vnics) return { entries: [], gap: null, conflicts: [] };
  const conflicts = [
    ...new Set(vnics.claims.flatMap((claim) => index.conflictByMac.get(claim.macAddress) ?? [])),
  ];
  const settled = vnics.claims.filter(({ macAddress }) => !index.conflictByMac.has(macAddress));
  const located = settled.map((claim) => ({
    claim,
    peerAddress: peerAddressOf(node, peer, index.overlayRuleName, claim.overlay),
  }));
  const entries = located.flatMap(({ claim, peerAddress }) =>
    peerAddress.address === null ? [] : [entryOf(claim, peerAddress.address, peer, index.overlayRuleName)],
  );
  const lost = located.filter(({ peerAddress }) => peerAddress.address === null);
  const problem =
    lost[0]?.peerAddress.problem ??
    (vnics.isComplete ? null : `Not all vNICs of ${peer.hostname} are known.`);
  const macAddresses = lost.map(({ claim }) => claim.macAddress);
  const gap = problem && { nodeId: peer.id, problem, macAddresses, areAllMacsKnown: vnics.isComplete };
  return { entries, gap: gap || null, conflicts };
}

/** One entry per vNIC on other confirmed nodes that have the rule, ordered by MAC. */
export function wantedArpTable(node: Node, peers: readonly Node[], index: ArpIndex): WantedArpTable {
  const parts = peers
    .filter((peer) => peer.id !== node.id && peer.isConfirmed)
    .map((peer) => wantedEntriesFor(node, peer, index));
  return {
    overlayRuleName: index.overlayRuleName,
    entries: parts
      .flatMap(({ entries }) => entries)
      .toSorted((a, b) => (a.macAddress < b.macAddress ? -1 : 1)),
    gaps: parts.flatMap(({ gap }) => gap ?? []),
    conflicts: [...new Set(parts.flatMap(({ conflicts }) => conflicts))],
  };
}

/** A node whose rules were never read may carry any. */
function mayCarry(node: Node, overlayRuleName: string): boolean {
  return !node.facts?.overlayRules || overlayRuleOf(node, overlayRuleName) !== null;
}

function conflictsAmong(claims: readonly VnicClaim[]): Map<string, ArpConflict> {
  const byMac = Map.groupBy(claims, ({ macAddress }) => macAddress);
  return new Map(
    [...byMac]
      .filter(([, claimants]) => claimants.length > 1)
      .map(([macAddress, claimants]) => [
        macAddress,
        { macAddress, nodeIds: [...new Set(claimants.map(({ nodeId }) => nodeId))] },
      ]),
  );
}

function entryOf(claim: VnicClaim, peerAddress: string, peer: Node, overlayRuleName: string): ArpEntry {
  const { macAddress, arpAddress, overlay } = claim;
  return { macAddress, arpAddress, peerAddress, port: peerPortOf(peer, overlayRuleName, overlay) };
}
