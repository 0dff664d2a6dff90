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
  const byAddress = new Map(members.map((member) => [member.address, member]));
  const parent = new Map(members.map((member) => [member, member]));
  const rootOf = (member: Placed): Placed => {
    let root = member;
    for (let above = parent.get(root); above && above !== root; above = parent.get(root)) root = above;
    for (let each = member; each !== root;) {
      const above = parent.get(each) ?? root;
      parent.set(each, root);
      each = above;
    }
    return root;
  };
  const answerByMember = new Map<Placed, AdminProbe>();
  const silent: AdminProbe[] = [];
  for (const from of members) {
    const probes = from.node.facts?.probes;
    for (const { targetAddress, isAnswered } of probes?.value ?? []) {
      const to = byAddress.get(targetAddress);
      if (!to || to === from || !probes) continue;
      const { observedAt } = probes;
      if (isAnswered) {
        parent.set(rootOf(from), rootOf(to));
        for (const end of [from, to]) {
          const known = answerByMember.get(end);
          if (!known || known.observedAt < observedAt) answerByMember.set(end, { from, to, observedAt });
        }
      } else if (isAlive(to.node)) silent.push({ from, to, observedAt });
    }
  }
  const islands = [...Map.groupBy(members, rootOf).values()];
  return { islands, answerByMember, cuts: silent.filter(({ from, to }) => rootOf(from) !== rootOf(to)) };
}
