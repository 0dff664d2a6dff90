import { and, desc, eq } from "drizzle-orm";
import type { NodeFacts } from "#server/domain/facts.ts";
import type { Db } from "../client.ts";
import { nodeFactsSnapshots } from "../schema/node.ts";
import { reviveFacts } from "./node.ts";

/** When something was found changed, latest first. */
export async function listSnapshotInstants(
  db: Db,
  nodeId: string,
  limit: number,
): Promise<{ id: string; observedAt: Date }[]> {
  return db
    .select({ id: nodeFactsSnapshots.id, observedAt: nodeFactsSnapshots.observedAt })
    .from(nodeFactsSnapshots)
    .where(eq(nodeFactsSnapshots.nodeId, nodeId))
    .orderBy(desc(nodeFactsSnapshots.observedAt), desc(nodeFactsSnapshots.id))
    .limit(limit);
}

export async function findSnapshot(
  db: Db,
  nodeId: string,
  snapshotId: string,
): Promise<{ facts: NodeFacts; observedAt: Date } | null> {
  const [row] = await db
    .select({ facts: nodeFactsSnapshots.facts, observedAt: nodeFactsSnapshots.observedAt })
    .from(nodeFactsSnapshots)
    .where(and(eq(nodeFactsSnapshots.id, snapshotId), eq(nodeFactsSnapshots.nodeId, nodeId)));
  const facts = row && reviveFacts(row.facts);
  return row && facts ? { facts, observedAt: row.observedAt } : null;
}
