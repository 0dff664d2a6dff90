import { isNotNull } from "drizzle-orm";
import type { NodeFacts } from "#server/domain/facts.ts";
import { type CloudSize, largeCloud } from "#server/domain/testing/large-cloud.ts";
import type { Db } from "../client.ts";
import { nodeFactsSnapshots, nodes, retiredNodes } from "../schema/node.ts";

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

const RETIRED_AFTER_MILLISECONDS = 600_000;

/** A cloud of which every node was read a minute before `at` and was retired ten minutes after: nothing of it is there now. */
export async function rememberCloudAt(db: Db, size: CloudSize, at: Date): Promise<void> {
  const rows = largeCloud(size, at).map(({ id, hostname, facts, lastRefresh }) => ({
    id,
    hostname,
    createdAt: at,
    hostKeyConfirmedAt: at,
    facts,
    factsObservedAt: facts?.identity?.observedAt ?? null,
    lastRefreshOutcome: lastRefresh?.outcome ?? null,
    lastRefreshFinishedAt: lastRefresh?.finishedAt ?? null,
    retiredAt: new Date(at.getTime() + RETIRED_AFTER_MILLISECONDS),
  }));
  await db.insert(retiredNodes).values(rows).onConflictDoNothing();
}
