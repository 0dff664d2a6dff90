import { and, gt, inArray, lt, lte, notExists, sql, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "../client.ts";
import { nodeFactsSnapshots, retiredNodes, vmVnicStays } from "../schema/node.ts";
import { nodeRefreshes, refreshRunNodes, refreshRuns } from "../schema/refresh.ts";

/** All but, of each node, the last before the limit: it says what held there. Answers how many, `rowsMax` at most. */
export async function deleteSnapshotsBefore(db: Db, limit: Date, rowsMax: number): Promise<number> {
  const later = alias(nodeFactsSnapshots, "later");
  const due = db
    .select({ id: nodeFactsSnapshots.id })
    .from(nodeFactsSnapshots)
    .where(
      and(
        lt(nodeFactsSnapshots.observedAt, limit),
        sql`exists (${db
          .select({ id: later.id })
          .from(later)
          .where(
            and(
              sql`${later.nodeId} = ${nodeFactsSnapshots.nodeId}`,
              gt(later.observedAt, nodeFactsSnapshots.observedAt),
              lte(later.observedAt, limit),
            ),
          )})`,
      ),
    )
    .limit(rowsMax);
  return deleteSnapshots(db, due);
}

/** The newest `count` of each node stay. */
export async function deleteSnapshotsBeyond(db: Db, count: number, rowsMax: number): Promise<number> {
  const ranked = db
    .select({
      id: nodeFactsSnapshots.id,
      rank: sql<number>`row_number() over (partition by ${nodeFactsSnapshots.nodeId} order by ${nodeFactsSnapshots.observedAt} desc)`.as(
        "rank",
      ),
    })
    .from(nodeFactsSnapshots)
    .as("ranked");
  const due = db.select({ id: ranked.id }).from(ranked).where(gt(ranked.rank, count)).limit(rowsMax);
  return deleteSnapshots(db, due);
}

async function deleteSnapshots(db: Db, due: SQLWrapper): Promise<number> {
  const deleted = await db
    .delete(nodeFactsSnapshots)
    .where(inArray(nodeFactsSnapshots.id, due))
    .returning({ id: nodeFactsSnapshots.id });
  return deleted.length;
}

/** All that ended, but of each node the last before the limit; then the runs that have none left. */
export async function deleteRefreshesBefore(db: Db, limit: Date, rowsMax: number): Promise<number> {
  const later = alias(nodeRefreshes, "later");
  const due = db
    .select({ id: nodeRefreshes.id })
    .from(nodeRefreshes)
    .where(
      and(
        lt(nodeRefreshes.finishedAt, limit),
        sql`exists (${db
          .select({ id: later.id })
          .from(later)
          .where(
            and(
              sql`${later.nodeId} = ${nodeRefreshes.nodeId}`,
              gt(later.queuedAt, nodeRefreshes.queuedAt),
              lte(later.finishedAt, limit),
            ),
          )})`,
      ),
    )
    .limit(rowsMax);
  const deleted = await db
    .delete(nodeRefreshes)
    .where(inArray(nodeRefreshes.id, due))
    .returning({ id: nodeRefreshes.id });
  const left = db
    .select({ runId: refreshRunNodes.runId })
    .from(refreshRunNodes)
    .where(sql`${refreshRunNodes.runId} = ${refreshRuns.id}`);
  await db.delete(refreshRuns).where(and(lt(refreshRuns.createdAt, limit), notExists(left)));
  return deleted.length;
}

/** With everything kept of them. */
export async function deleteRetiredBefore(db: Db, limit: Date): Promise<void> {
  const gone = await db
    .delete(retiredNodes)
    .where(lt(retiredNodes.retiredAt, limit))
    .returning({ id: retiredNodes.id });
  const ids = gone.map(({ id }) => id);
  if (ids.length === 0) return;
  await db.delete(nodeFactsSnapshots).where(inArray(nodeFactsSnapshots.nodeId, ids));
  await db.delete(nodeRefreshes).where(inArray(nodeRefreshes.nodeId, ids));
}

export async function deleteStaysBefore(db: Db, limit: Date): Promise<void> {
  await db.delete(vmVnicStays).where(lt(vmVnicStays.until, limit));
}

/** How each command went of refreshes that found nothing new and ended before the limit. Answers how many, `rowsMax` at most. */
export async function forgetCommandsOfUnchanged(db: Db, limit: Date, rowsMax: number): Promise<number> {
  const hasCommands = sql`${nodeRefreshes.state} = 'unchanged' and ${nodeRefreshes.sections} <> '[]'`;
  const due = db
    .select({ id: nodeRefreshes.id })
    .from(nodeRefreshes)
    .where(and(hasCommands, lt(nodeRefreshes.finishedAt, limit)))
    .limit(rowsMax);
  const forgotten = await db
    .update(nodeRefreshes)
    .set({ sections: [] })
    .where(inArray(nodeRefreshes.id, due))
    .returning({ id: nodeRefreshes.id });
  return forgotten.length;
}
