import type { ArpEntry } from "../facts.ts";
import type { Node } from "../node.ts";
import { AddressContests } from "./address-contests.ts";
import { holderOf } from "./claims.ts";
import { peerAddressOf, peerPortOf } from "./peer-address.ts";
import { overlayRuleOf, type VnicClaim, type VnicClaims, vnicClaimsOf } from "./vnic-claims.ts";

/**
 * A MAC that more than one vNIC claims, or whose address vNICs of several nodes do, or a foreign network has. Entries are the
 * holder's alone; null: nobody's until it is settled.
 */
export type ArpConflict = {
  macAddress: string;
  /** null: it is the MAC itself. */
  ipv4Address: string | null;
  nodeIds: string[];
  holderNodeId: string | null;
  /** A network of another segment has the address; see `isHeldBack`. */
  isForeign: boolean;
};

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
  const entries: ArpEntry[] = [];
  const conflicts = new Set<ArpConflict>();
  const macAddresses: string[] = [];
  let problem: string | null = null;
  for (const claim of vnics.claims) {
    const conflict = index.conflictByMac.get(claim.macAddress);
    if (conflict && conflict.holderNodeId !== peer.id) {
      conflicts.add(conflict);
      continue;
    }
    const located = peerAddressOf(node, peer, index.overlayRuleName, claim.overlay);
    if (located.address === null) {
      problem ??= located.problem;
      macAddresses.push(claim.macAddress);
    } else entries.push(entryOf(claim, located.address, peer, index.overlayRuleName));
  }
  const { isComplete } = vnics;
  problem ??= isComplete ? null : `Not all vNICs of ${peer.hostname} are known.`;
  const gap =
    problem === null ? null : { nodeId: peer.id, problem, macAddresses, areAllMacsKnown: isComplete };
  return { entries, gap, conflicts: [...conflicts] };
}

/** What tables should hold for one vNIC: inside its PDC and elsewhere; null: nobody can tell where. */
export type WantedEntry = Omit<ArpEntry, "peerAddress"> & {
  sameAddress: string | null;
  otherAddress: string | null;
};

/** What tables of any PDC should hold for the vNICs of `peer`, whose PDC is known. Contested ones are left out, as above. */
export function wantedOfPeer(peer: Node, index: ArpIndex): WantedEntry[] {
  const { overlayRuleName, conflictByMac } = index;
  const claims = index.vnicsByNodeId.get(peer.id)?.claims ?? [];
  const other = elsewhere(peer);
  return claims
    .filter(({ macAddress }) => {
      const conflict = conflictByMac.get(macAddress);
      return !conflict || conflict.holderNodeId === peer.id;
    })
    .map(({ macAddress, arpAddress, overlay }) => ({
      macAddress,
      arpAddress,
      port: peerPortOf(peer, overlayRuleName, overlay),
      sameAddress: peerAddressOf(peer, peer, overlayRuleName, overlay).address,
      otherAddress: peerAddressOf(other, peer, overlayRuleName, overlay).address,
    }));
}

/** A node that differs from this one in its PDC alone. */
function elsewhere(node: Node): Node {
  const identity = node.facts?.identity;
  if (!node.facts || !identity) return node;
  const value = { ...identity.value, pdcName: `not ${identity.value.pdcName}` };
  return { ...node, facts: { ...node.facts, identity: { ...identity, value } } };
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
  const overMac = new Map<string, ArpConflict>();
  for (const [mac, claimants] of Map.groupBy(claims, ({ macAddress }) => macAddress)) {
    const conflict = conflictOver(claimants);
    if (conflict) overMac.set(mac, conflict);
  }
  const contests = new AddressContests();
  for (const claim of claims) contests.add(claim);
  const contested = contests.settle((mac) => overMac.get(mac));
  return new Map(
    [...new Set([...overMac.keys(), ...contested])].flatMap((mac) => {
      const conflict = contests.conflictOf(mac, overMac.get(mac));
      return conflict ? [[mac, conflict]] : [];
    }),
  );
}

/** null: there is none. All claims are to one MAC; a node that claims it twice cannot be its holder. */
export function conflictOver(claims: readonly VnicClaim[]): ArpConflict | null {
  const [first] = claims;
  if (!first || claims.length < 2) return null;
  const holderNodeId = holderOf(claims);
  return {
    ...{ macAddress: first.macAddress, ipv4Address: null, isForeign: false },
    nodeIds: [...new Set(claims.map(({ nodeId }) => nodeId))],
    holderNodeId: claims.filter(({ nodeId }) => nodeId === holderNodeId).length === 1 ? holderNodeId : null,
  };
}

function entryOf(claim: VnicClaim, peerAddress: string, peer: Node, overlayRuleName: string): ArpEntry {
  const { macAddress, arpAddress, overlay } = claim;
  return { macAddress, arpAddress, peerAddress, port: peerPortOf(peer, overlayRuleName, overlay) };
}
