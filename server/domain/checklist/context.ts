import { type Ipv4Cidr, parseCidr } from "../ipv4.ts";
import { externalAddress, type Node } from "../node.ts";
import { type IpsecEnd, ipsecEnds, type IpsecPeers, ipsecPeers } from "../warnings/ipsec-ends.ts";
import { nameSimilarity } from "../warnings/similar-names.ts";
import { type AdminProbe, placedNodes, type Placed, reachIslands } from "./admin-reach.ts";
import { pdcNamesAmong } from "./pdc-names.ts";

/** How a node stands in its PDC's admin network, by probes. */
export type AdminStanding = {
  /** Nodes that it reaches, directly or over others, and itself. */
  reachedCount: number;
  isWholePdc: boolean;
  /** Of those it reaches, one that does not reach the rest of the PDC; null: none is known. */
  cut: AdminProbe | null;
  /** The newest answered probe of it or by it. */
  answer: AdminProbe | null;
};

/** What one node is compared with. Made once for all nodes, so that each is then looked at by itself. */
export type ChecklistContext = {
  now: Date;
  staleAfterSeconds: number;
  publicAddressExceptions: readonly Ipv4Cidr[];
  pdcNames: ReadonlySet<string>;
  /** Names with at least as many nodes that a name may be meant for, and why. */
  lookalikesByPdcName: ReadonlyMap<string, { name: string; similarity: string }[]>;
  /** Nodes with a PDC name and an admin address only. */
  adminStandingByNodeId: ReadonlyMap<string, AdminStanding>;
  nodesByExternalAddress: ReadonlyMap<string, Node[]>;
  ipsecEndByNodeId: ReadonlyMap<string, IpsecEnd>;
  ipsecEndsByAddress: ReadonlyMap<string, IpsecEnd[]>;
  ipsecPeers: IpsecPeers;
};

export type ChecklistSettings = {
  now: Date;
  staleAfterSeconds: number;
  /** CIDRs that count as public. */
  publicAddressExceptions: readonly string[];
};

/** A node that is to be judged before it is confirmed has to be among `nodes`, with what it said. */
export function checklistContextOf(
  nodes: readonly Node[],
  { now, staleAfterSeconds, publicAddressExceptions }: ChecklistSettings,
): ChecklistContext {
  const { ends } = ipsecEnds(nodes);
  const byPdc = Map.groupBy(placedNodes(nodes).placed, ({ pdcName }) => pdcName);
  const withAddress = nodes.flatMap((node) => {
    const address = node.facts && externalAddress(node.facts);
    return address ? [{ node, address }] : [];
  });
  const byAddress = Map.groupBy(withAddress, ({ address }) => address);
  return {
    now,
    staleAfterSeconds,
    publicAddressExceptions: publicAddressExceptions.flatMap((text) => parseCidr(text) ?? []),
    pdcNames: pdcNamesAmong(nodes),
    lookalikesByPdcName: lookalikes(nodes),
    adminStandingByNodeId: new Map([...byPdc.values()].flatMap(adminStandings)),
    nodesByExternalAddress: new Map(
      [...byAddress].map(([address, held]) => [address, held.map(({ node }) => node)]),
    ),
    ipsecEndByNodeId: new Map(ends.map((end) => [end.node.id, end])),
    ipsecEndsByAddress: Map.groupBy(ends, ({ address }) => address),
    ipsecPeers: ipsecPeers(ends),
  };
}

function adminStandings(members: readonly Placed[]): [string, AdminStanding][] {
  const { islands, answerByMember, cuts } = reachIslands(members);
  const cutByMember = new Map(cuts.flatMap((probe) => [probe.from, probe.to].map((end) => [end, probe])));
  return islands.flatMap((island) => {
    const cut = island.map((member) => cutByMember.get(member)).find((probe) => probe) ?? null;
    const shared = { reachedCount: island.length, isWholePdc: islands.length === 1, cut };
    return island.map((member): [string, AdminStanding] => [
      member.node.id,
      { ...shared, answer: answerByMember.get(member) ?? null },
    ]);
  });
}

/** Compares names, not nodes. The name that more nodes have is taken as the one that was meant. */
function lookalikes(nodes: readonly Node[]): Map<string, { name: string; similarity: string }[]> {
  const countByName = new Map<string, number>();
  for (const { facts } of nodes) {
    const name = facts?.identity?.value.pdcName ?? "";
    if (name.trim() !== "") countByName.set(name, (countByName.get(name) ?? 0) + 1);
  }
  const named = [...countByName];
  return new Map(
    named.map(([name, count]) => [
      name,
      named.flatMap(([other, otherCount]) => {
        const similarity = otherCount >= count ? nameSimilarity(name, other) : null;
        return similarity ? [{ name: other, similarity }] : [];
      }),
    ]),
  );
}
