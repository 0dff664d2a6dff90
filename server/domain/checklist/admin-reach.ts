import { adminAddress, type Node } from "../node.ts";

/** A node whose PDC name and admin address are known. */
export type Placed = { node: Node; pdcName: string; address: string };

/** A probe of one node by another. */
export type AdminProbe = { from: Placed; to: Placed; observedAt: Date };

/** `cuts`: probes of living nodes between islands that were not answered. */
export type AdminReach = {
  islands: Placed[][];
  /** The newest answered probe of each node or by it. */
  answerByMember: ReadonlyMap<Placed, AdminProbe>;
  cuts: AdminProbe[];
};

/** Nodes with a blank PDC name are in neither. */
export function placedNodes(nodes: readonly Node[]): { placed: Placed[]; unknown: Node[] } {
  const placed: Placed[] = [];
  const unknown: Node[] = [];
  for (const node of nodes) {
    const pdcName = node.facts?.identity?.value.pdcName ?? null;
    const address = node.facts ? adminAddress(node.facts) : null;
    if (pdcName === null || address === null) unknown.push(node);
    else if (pdcName.trim() !== "") placed.push({ node, pdcName, address });
  }
  return { placed, unknown };
}

/** Its last refresh got through, so silence on the admin network is not simply a dead node's. */
function isAlive({ lastRefresh }: Node): boolean {
  return (
    lastRefresh?.outcome === "ok" || (lastRefresh?.outcome === "failed" && lastRefresh.cause === "unparsable")
  );
}

/** Nodes that reach each other by answered probes, directly or over others, and the unanswered probes between such islands. */
export function reachIslands(members: readonly Placed[]): AdminReach {
  const positionByAddress = new Map(members.map(({ address }, position) => [address, position]));
  // By position: of its island some other member, up to the one that stands for all.
  const above = Int32Array.from(members.keys());
  const rootOf = (position: number): number => {
    let root = position;
    for (let next = above[root] ?? root; next !== root; next = above[root] ?? root) root = next;
    for (let each = position; each !== root;) {
      const next = above[each] ?? root;
      above[each] = root;
      each = next;
    }
    return root;
  };
  const answers: (AdminProbe | undefined)[] = [];
  const answeredMs = new Float64Array(members.length).fill(-Infinity);
  const silent: { probe: AdminProbe; ends: [number, number] }[] = [];
  for (const [position, from] of members.entries()) {
    const probes = from.node.facts?.probes;
    const ms = probes?.observedAt.getTime() ?? -Infinity;
    for (const { targetAddress, isAnswered } of probes?.value ?? []) {
      const target = positionByAddress.get(targetAddress);
      const to = target === undefined ? undefined : members[target];
      if (target === undefined || !to || to === from || !probes) continue;
      const { observedAt } = probes;
      if (!isAnswered) {
        if (isAlive(to.node)) silent.push({ probe: { from, to, observedAt }, ends: [position, target] });
        continue;
      }
      const [root, other] = [rootOf(position), rootOf(target)];
      if (root !== other) above[root] = other;
      for (const end of [position, target]) {
        if ((answeredMs[end] ?? 0) >= ms) continue;
        answeredMs[end] = ms;
        answers[end] = { from, to, observedAt };
      }
    }
  }
  const answerByMember = new Map<Placed, AdminProbe>();
  for (const [position, member] of members.entries()) {
    const answer = answers[position];
    if (answer) answerByMember.set(member, answer);
  }
  const islandByRoot = Map.groupBy(members.keys(), rootOf);
  const islands = [...islandByRoot.values()].map((positions) => positions.flatMap((at) => members[at] ?? []));
  const cuts = silent.filter(({ ends: [from, to] }) => rootOf(from) !== rootOf(to)).map(({ probe }) => probe);
  return { islands, answerByMember, cuts };
}
