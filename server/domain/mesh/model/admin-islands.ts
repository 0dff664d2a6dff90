import type { Node } from "../../node.ts";
import { isFreshMember } from "./fresh-member.ts";
import type { Member } from "./member.ts";

/** An unanswered fresh probe of an admin address whose owner was alive. */
type Silence = { from: Member; to: Member };

export type AdminIslands = {
  /** Nodes that reach each other on the admin network by answered fresh probes, directly or over others. */
  islands: readonly (readonly Member[])[];
  /** Pairs of islands with evidence that they do not reach each other, by position in `islands`. */
  cuts: readonly { islands: readonly [number, number]; silence: Silence }[];
};

/** Settled by probes, never by comparing subnets; an address that two nodes have proves nothing about either. */
export function adminIslandsOf(members: readonly Member[]): AdminIslands {
  const byAddress = Map.groupBy(members, ({ adminAddress }) => adminAddress);
  const parent = new Map<Member, Member>();
  const rootOf = (member: Member): Member => {
    let root = member;
    for (let above = parent.get(root); above; above = parent.get(root)) root = above;
    if (root !== member) parent.set(member, root);
    return root;
  };
  const silences: Silence[] = [];
  for (const from of members) {
    for (const [address, { probes }] of from.saidByAddress) {
      if (probes.length === 0) continue;
      const [to, another] = byAddress.get(address) ?? [];
      if (!to || another || to === from) continue;
      if (!probes.includes(true)) {
        if (wasAlive(to.node)) silences.push({ from, to });
        continue;
      }
      const [a, b] = [rootOf(from), rootOf(to)];
      if (a !== b) parent.set(a, b);
    }
  }
  const byRoot = Map.groupBy(members, rootOf);
  const position = new Map([...byRoot.keys()].map((root, at) => [root, at]));
  const positionOf = (member: Member) => position.get(rootOf(member)) ?? 0;
  const cuts = new Map<string, AdminIslands["cuts"][number]>();
  for (const silence of silences) {
    const [a = 0, b = 0] = [positionOf(silence.from), positionOf(silence.to)].toSorted((x, y) => x - y);
    if (a !== b && !cuts.has(`${a} ${b}`)) cuts.set(`${a} ${b}`, { islands: [a, b], silence });
  }
  return { islands: [...byRoot.values()], cuts: [...cuts.values()] };
}

/** Its last refresh got through, so silence on the admin network is not simply a dead node's. */
function wasAlive({ lastRefresh }: Node): boolean {
  return (
    lastRefresh?.outcome === "ok" || (lastRefresh?.outcome === "failed" && lastRefresh.cause === "unparsable")
  );
}

export type ReachCounts = { reached: number; cut: number; unknown: number };

/** Pairs inside one gathering: proved to share the admin network, known not to, and not known. */
export function countReach(islands: AdminIslands, now: Date, staleAfterSeconds: number): ReachCounts {
  const sizes = islands.islands.map((island) => island.length);
  const all = pairsAmong(sizes.reduce((sum, size) => sum + size, 0));
  const fresh = islands.islands.map(
    (island) => island.filter((member) => isFreshMember(member, now, staleAfterSeconds)).length,
  );
  const reached = fresh.reduce((sum, count) => sum + pairsAmong(count), 0);
  const cut = islands.cuts.reduce((sum, { islands: [a, b] }) => sum + (sizes[a] ?? 0) * (sizes[b] ?? 0), 0);
  return { reached, cut, unknown: all - reached - cut };
}

function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2;
}
