import { isNotNull } from "drizzle-orm";
import type { NodeFacts } from "#server/domain/facts.ts";
import type { Db } from "../client.ts";
import { nodeFactsSnapshots, nodes } from "../schema/node.ts";

/** The facts of every node as if they had been read at `at` as well; `change` may make some of them other ones then. */
export async function rememberFactsAt(
  db: Db,
  at: Date,
  change: (hostname: string, facts: NodeFacts, factsOf: (hostname: string) => NodeFacts) => NodeFacts,
): Promise<void> {
  const rows = await db
    .select({ id: nodes.id, hostname: nodes.hostname, facts: nodes.facts })
    .from(nodes)
    .where(isNotNull(nodes.facts));
  const factsOf = (hostname: string): NodeFacts => {
    const row = rows.find((each) => each.hostname === hostname);
    if (!row) throw new Error(`There is no node ${hostname}.`);
    // Only `saveFacts` writes this column.
    return row.facts as NodeFacts;
  };
  for (const { id, hostname } of rows) {
    const then = change(hostname, factsOf(hostname), factsOf);
    const aged = Object.entries(then).map(([name, part]) => [name, part && { ...part, observedAt: at }]);
    const facts = Object.fromEntries(aged);
    await db.insert(nodeFactsSnapshots).values({ nodeId: id, observedAt: at, facts });
  }
}
