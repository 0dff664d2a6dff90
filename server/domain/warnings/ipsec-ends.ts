import type { IpsecPolicyRule, NodeFacts } from "../facts.ts";
import { externalAddress, type Node } from "../node.ts";
import { groupBy } from "./situation.ts";

/** A node that takes part in IPsec, with its own side of it by the peer's external address. */
export type IpsecEnd = {
  node: Node;
  pdcName: string;
  address: string;
  overlayRuleNames: ReadonlySet<string>;
  fingerprintByPeer: ReadonlyMap<string, string>;
  policyByPeer: ReadonlyMap<string, IpsecPolicyRule>;
  /** A policy towards every address. */
  policyForAll: IpsecPolicyRule | null;
  observedAt: Date;
};

/** Nodes of the same PDC and rules, seen from others as one. */
export type PeerGroup = { pdcName: string; overlayRuleNames: ReadonlySet<string>; ends: IpsecEnd[] };

/** Nodes without an external address or PDC name take no part; that is told by itself. */
export function ipsecEnds(nodes: readonly Node[]): { ends: IpsecEnd[]; unknown: Node[] } {
  const unknown = nodes.filter(
    ({ facts }) => !facts?.identity || !facts.ipsec || !facts.nics || !facts.hostVnics || !facts.overlayRules,
  );
  const ends = nodes.flatMap((node) => (node.facts ? (endOf(node, node.facts) ?? []) : []));
  return { ends, unknown };
}

function endOf(node: Node, facts: NodeFacts): IpsecEnd | null {
  const address = externalAddress(facts);
  const pdcName = facts.identity?.value.pdcName ?? "";
  if (!facts.ipsec || !facts.overlayRules || address === null || pdcName.trim() === "") return null;
  const { policyRules, presharedKeys } = facts.ipsec.value;
  const ownPolicies = policyRules.filter(
    (rule) => isForVxlan(rule) && [null, address].includes(rule.localAddress),
  );
  const policyByPeer = new Map<string, IpsecPolicyRule>();
  for (const rule of ownPolicies) {
    // The first rule that matches counts.
    if (rule.remoteAddress !== null && !policyByPeer.has(rule.remoteAddress))
      policyByPeer.set(rule.remoteAddress, rule);
  }
  return {
    node,
    pdcName,
    address,
    overlayRuleNames: new Set(facts.overlayRules.value.map(({ name }) => name)),
    fingerprintByPeer: new Map(
      presharedKeys
        .filter((key) => key.localAddress === address)
        .map((key) => [key.remoteAddress, key.fingerprint]),
    ),
    policyByPeer,
    policyForAll: ownPolicies.find(({ remoteAddress }) => remoteAddress === null) ?? null,
    observedAt: facts.ipsec.observedAt,
  };
}

function isForVxlan({ protocol }: IpsecPolicyRule): boolean {
  return protocol === null || protocol === "udp";
}

export function peerGroups(ends: readonly IpsecEnd[]): PeerGroup[] {
  return [
    ...groupBy(ends, ({ pdcName, overlayRuleNames }) =>
      JSON.stringify([pdcName, [...overlayRuleNames].toSorted()]),
    ).values(),
  ].map((group) => ({
    pdcName: group[0]?.pdcName ?? "",
    overlayRuleNames: group[0]?.overlayRuleNames ?? new Set(),
    ends: group,
  }));
}

/**
 * Peers in other PDCs with a rule in common for which nothing is `held`. Peers are walked only when the numbers do not add
 * up, so a complete mesh costs no more than reading its facts.
 */
export function peersWithout(
  end: IpsecEnd,
  groups: readonly PeerGroup[],
  groupByAddress: ReadonlyMap<string, PeerGroup>,
  held: ReadonlyMap<string, unknown>,
): IpsecEnd[] {
  const facing = new Set(
    groups.filter(
      (group) =>
        group.pdcName !== end.pdcName && !group.overlayRuleNames.isDisjointFrom(end.overlayRuleNames),
    ),
  );
  const expected = [...facing].reduce((sum, group) => sum + group.ends.length, 0);
  let found = 0;
  for (const address of held.keys()) {
    const group = groupByAddress.get(address);
    if (group && facing.has(group)) found += 1;
  }
  if (found >= expected) return [];
  return [...facing].flatMap((group) => group.ends.filter(({ address }) => !held.has(address)));
}

export function groupsByAddress(groups: readonly PeerGroup[]): Map<string, PeerGroup> {
  return new Map(groups.flatMap((group) => group.ends.map(({ address }) => [address, group] as const)));
}
