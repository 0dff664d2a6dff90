import type { IkeRule, IpsecPolicyRule, NodeFacts } from "../facts.ts";
import { isByCertificate } from "../ike-proof.ts";
import { algorithmsOf, type PolicyOfEnd, policyOfEnd, vxlanPortsOf } from "../mesh/ipsec-policy.ts";
import { externalAddress, type Node } from "../node.ts";
import type { Table } from "./model/table.ts";

/** A node that takes part in IPsec, with its own side of it by the peer's external address. */
export type IpsecEnd = {
  node: Node;
  pdcName: string;
  address: string;
  overlayRuleNames: ReadonlySet<string>;
  /** Without peers to whom it proves itself by certificate. */
  fingerprintByPeer: ReadonlyMap<string, string>;
  certifiedPeers: ReadonlySet<string>;
  /** Whole policies only: they protect all UDP to one address. For anything else ask `policyTowards`. */
  policyByPeer: ReadonlyMap<string, IpsecPolicyRule>;
  /** Some rules are for certain ports or many addresses, so that only `policyTowards` tells what they protect. */
  hasPartialPolicies: boolean;
  ikeRuleByPeer: ReadonlyMap<string, IkeRule>;
  observedAt: Date;
  /** The same for ends of the same PDC and rules. */
  groupKey: string;
};

/** Nodes of the same PDC and rules, seen from others as one. */
type PeerGroup = { pdcName: string; overlayRuleNames: ReadonlySet<string>; ends: IpsecEnd[] };

/** Ends by their external address; all that others judge them by is in the text. */
export const ends: Table<null> = {
  name: "ipsec-ends",
  scan(node) {
    const end = ipsecEndOf(node);
    return end ? [{ key: end.address, text: textOfEnd(end), value: null }] : [];
  },
};

/** Ends by what peers expect of them. */
export const endGroups: Table<null> = {
  name: "ipsec-end-groups",
  scan(node) {
    const end = ipsecEndOf(node);
    return end ? [{ key: end.groupKey, text: end.address, value: null }] : [];
  },
};

/** Ends by the addresses that they hold something for. */
export const speakers: Table<null> = {
  name: "ipsec-speakers",
  scan(node) {
    const end = ipsecEndOf(node);
    if (!end) return [];
    const { fingerprintByPeer, policyByPeer, ikeRuleByPeer } = end;
    const addresses = new Set([...fingerprintByPeer.keys(), ...policyByPeer.keys(), ...ikeRuleByPeer.keys()]);
    return [...addresses].map((key) => ({ key, text: "", value: null }));
  },
};

const textByFacts = new WeakMap<object, string>();

function remembered(value: object | undefined, textOf: () => string): string {
  if (!value) return "";
  const text = textByFacts.get(value) ?? textOf();
  textByFacts.set(value, text);
  return text;
}

function textOfEnd({ node: { facts }, groupKey }: IpsecEnd): string {
  const ipsec = facts?.ipsec?.value;
  const overlays = facts?.overlays?.value;
  return [
    groupKey,
    remembered(ipsec, () => JSON.stringify([ipsec?.policyRules, ipsec?.ikeRules, ipsec?.presharedKeys])),
    (facts?.overlayRules?.value ?? []).map(({ name, listenPort }) => `${name}:${listenPort}`).join(),
    remembered(overlays, () =>
      (overlays ?? []).map(({ overlayRuleName, listenPort }) => `${overlayRuleName}:${listenPort}`).join(),
    ),
  ].join("\n");
}

const endByNode = new WeakMap<Node, { end: IpsecEnd | null }>();

/** null: it has no external address or PDC name, or has not told its IPsec. */
export function ipsecEndOf(node: Node): IpsecEnd | null {
  const known = endByNode.get(node) ?? { end: node.facts && endOf(node, node.facts) };
  endByNode.set(node, known);
  return known.end;
}

export function areEndsUnknown({ facts }: Node): boolean {
  return !facts?.identity || !facts.ipsec || !facts.nics || !facts.hostVnics || !facts.overlayRules;
}

/** Nodes without an external address or PDC name take no part; that is told by itself. */
export function ipsecEnds(nodes: readonly Node[]): { ends: IpsecEnd[]; unknown: Node[] } {
  return { ends: nodes.flatMap((node) => ipsecEndOf(node) ?? []), unknown: nodes.filter(areEndsUnknown) };
}

function groupKeyOf(pdcName: string, overlayRuleNames: ReadonlySet<string>): string {
  return JSON.stringify([pdcName, [...overlayRuleNames].toSorted()]);
}

/** Of a key of `endGroups`. */
export function overlayRuleNamesOfGroup(groupKey: string): string[] {
  // Nothing but `groupKeyOf` makes such keys.
  const [, names] = JSON.parse(groupKey) as [string, string[]];
  return names;
}

function endOf(node: Node, facts: NodeFacts): IpsecEnd | null {
  const address = externalAddress(facts);
  const pdcName = facts.identity?.value.pdcName ?? "";
  if (!facts.ipsec || !facts.overlayRules || address === null || pdcName.trim() === "") return null;
  const { ikeRules, policyRules, presharedKeys } = facts.ipsec.value;
  const policyByPeer = wholePolicies(policyRules, address);
  const overlayRuleNames = new Set(facts.overlayRules.value.map(({ name }) => name));
  const ownIkeRules = ikeRules.filter(({ localAddress }) => localAddress === address);
  const certifiedPeers = new Set(
    ownIkeRules.filter(isByCertificate).map(({ remoteAddress }) => remoteAddress),
  );
  return {
    node,
    pdcName,
    address,
    overlayRuleNames,
    groupKey: groupKeyOf(pdcName, overlayRuleNames),
    fingerprintByPeer: new Map(
      presharedKeys
        .filter(
          ({ localAddress, remoteAddress }) => localAddress === address && !certifiedPeers.has(remoteAddress),
        )
        .map(({ remoteAddress, fingerprint }) => [remoteAddress, fingerprint]),
    ),
    certifiedPeers,
    policyByPeer,
    hasPartialPolicies: policyRules.some(
      ({ remoteAddress }) => remoteAddress === null || !policyByPeer.has(remoteAddress),
    ),
    ikeRuleByPeer: new Map(ownIkeRules.map((rule) => [rule.remoteAddress, rule])),
    observedAt: facts.ipsec.observedAt,
  };
}

/** The first rule that meets the packets decides; one that is not whole leaves its address to `policyTowards`. */
function wholePolicies(
  policyRules: readonly IpsecPolicyRule[],
  address: string,
): Map<string, IpsecPolicyRule> {
  const first = new Map<string, IpsecPolicyRule>();
  for (const rule of policyRules) {
    const { localAddress, remoteAddress, protocol } = rule;
    const isOwn = localAddress === null || localAddress === address;
    if (!isOwn || remoteAddress === null || !["udp", "17", null].includes(protocol)) continue;
    if (!first.has(remoteAddress)) first.set(remoteAddress, rule);
  }
  const isWhole = ({ action, localPort, remotePort }: IpsecPolicyRule) =>
    action === "ipsec" && localPort === null && remotePort === null;
  return new Map([...first].filter(([, rule]) => isWhole(rule)));
}

/** What the end's policy does with VXLAN to and from one peer, rule by rule. */
function policyTowards(end: IpsecEnd, peer: IpsecEnd): PolicyOfEnd | null {
  const shared = [...end.overlayRuleNames].filter((name) => peer.overlayRuleNames.has(name));
  const ipsec = end.node.facts?.ipsec?.value;
  if (!ipsec) return null;
  return policyOfEnd(ipsec, {
    ownAddress: end.address,
    peerAddress: peer.address,
    ownPorts: vxlanPortsOf(end.node, shared),
    peerPorts: vxlanPortsOf(peer.node, shared),
  });
}

/** All ends, seen from others. */
export type IpsecPeers = {
  groups: readonly PeerGroup[];
  groupByAddress: ReadonlyMap<string, PeerGroup>;
  /** Worked out as it is asked for. */
  facingByKey: Map<string, ReadonlySet<PeerGroup>>;
};

export function ipsecPeers(all: readonly IpsecEnd[]): IpsecPeers {
  const groups = peerGroups(all);
  return { groups, groupByAddress: groupsByAddress(groups), facingByKey: new Map() };
}

/** Both hold a key for each other, and not the same one. */
export function hasOtherKey(own: IpsecEnd, peer: IpsecEnd): boolean {
  return own.fingerprintByPeer.get(peer.address) !== peer.fingerprintByPeer.get(own.address);
}

/** Both protect what they send each other, and not alike. */
export function hasOtherPolicy(own: IpsecEnd, peer: IpsecEnd): boolean {
  return algorithmsTowards(own, peer) !== algorithmsTowards(peer, own);
}

export function algorithmsTowards(end: IpsecEnd, peer: IpsecEnd): string {
  return algorithmsOf(end.policyByPeer.get(peer.address) ?? null);
}

export function sharesRuleAcrossPdcs(end: IpsecEnd, peers: IpsecPeers): boolean {
  return facingOf(end, peers).size > 0;
}

/** Groups of other PDCs with a rule in common. */
function facingOf(end: IpsecEnd, { groups, facingByKey }: IpsecPeers): ReadonlySet<PeerGroup> {
  const known = facingByKey.get(end.groupKey);
  if (known) return known;
  const facing = new Set(
    groups.filter(
      (group) =>
        group.pdcName !== end.pdcName && !group.overlayRuleNames.isDisjointFrom(end.overlayRuleNames),
    ),
  );
  facingByKey.set(end.groupKey, facing);
  return facing;
}

/** Peers for which something is missing, at most as many as asked for, and how many there are in all. */
export type Lacking = { count: number; peers: IpsecEnd[] };

export function peersWithoutKey(end: IpsecEnd, peers: IpsecPeers, limit: number): Lacking {
  const { certifiedPeers, fingerprintByPeer } = end;
  const held =
    certifiedPeers.size === 0 ? fingerprintByPeer : certifiedPeers.union(new Set(fingerprintByPeer.keys()));
  return peersWithout(end, peers, { held, limit });
}

/** Whole policies tell all; else each peer for which none is held is looked at again. */
export function peersWithoutPolicy(end: IpsecEnd, peers: IpsecPeers, limit: number): Lacking {
  const isCertain = !end.hasPartialPolicies;
  const without = peersWithout(end, peers, {
    held: end.policyByPeer,
    limit: isCertain ? limit : Infinity,
  });
  if (isCertain) return without;
  const open = without.peers.filter((peer) => !policyTowards(end, peer)?.isProtected);
  return { count: open.length, peers: open };
}

function peerGroups(all: readonly IpsecEnd[]): PeerGroup[] {
  return [...Map.groupBy(all, ({ groupKey }) => groupKey).values()].map((group) => ({
    pdcName: group[0]?.pdcName ?? "",
    overlayRuleNames: group[0]?.overlayRuleNames ?? new Set(),
    ends: group,
  }));
}

type HeldAddresses = { has: (address: string) => boolean; keys: () => Iterable<string> };

/**
 * Peers in other PDCs with a rule in common for which nothing is `held`, at most `limit` of them, and how many there are in
 * all. Peers are walked only when the numbers do not add up, so a complete mesh costs no more than reading its facts.
 */
function peersWithout(
  end: IpsecEnd,
  all: IpsecPeers,
  { held, limit }: { held: HeldAddresses; limit: number },
): Lacking {
  const facing = facingOf(end, all);
  const expected = [...facing].reduce((sum, group) => sum + group.ends.length, 0);
  let found = 0;
  for (const address of held.keys()) {
    const group = all.groupByAddress.get(address);
    if (group && facing.has(group)) found += 1;
  }
  const peers: IpsecEnd[] = [];
  if (found >= expected) return { count: 0, peers };
  for (const group of facing) {
    for (const peer of group.ends) {
      if (peers.length >= limit) return { count: expected - found, peers };
      if (!held.has(peer.address)) peers.push(peer);
    }
  }
  return { count: peers.length, peers };
}

function groupsByAddress(groups: readonly PeerGroup[]): Map<string, PeerGroup> {
  return new Map(groups.flatMap((group) => group.ends.map(({ address }) => [address, group] as const)));
}
