import { and, asc, count, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Db } from "../client.ts";
import { nodes } from "../schema/node.ts";
import { nodeRefreshes, refreshRunNodes, refreshRuns } from "../schema/refresh.ts";

export type NodeRefreshRow = typeof nodeRefreshes.$inferSelect;
export type RefreshRunRow = typeof refreshRuns.$inferSelect;
export const STATES_IN_FLIGHT = ["queued", "connecting", "collecting", "storing"] as const;

export async function insertRefreshRun(tx: Db, run: typeof refreshRuns.$inferInsert): Promise<RefreshRunRow> {
  const [row] = await tx.insert(refreshRuns).values(run).returning();
  if (!row) throw new Error("insert returned no row");
  return row;
}

/** Queues a refresh of each node, or joins the one in flight. Returns those that are new. */
export async function queueNodeRefreshes(
  tx: Db,
  runId: string,
  nodeIds: readonly string[],
): Promise<string[]> {
  if (nodeIds.length === 0) return [];
  const inserted = await tx
    .insert(nodeRefreshes)
    .values(nodeIds.map((nodeId) => ({ nodeId })))
    .onConflictDoNothing()
    .returning({ id: nodeRefreshes.id });
  const inFlight = await tx
    .select({ id: nodeRefreshes.id })
    .from(nodeRefreshes)
    .where(
      and(inArray(nodeRefreshes.nodeId, [...nodeIds]), inArray(nodeRefreshes.state, [...STATES_IN_FLIGHT])),
    );
  if (inFlight.length > 0) {
    await tx.insert(refreshRunNodes).values(inFlight.map(({ id }) => ({ runId, nodeRefreshId: id })));
  }
  return inserted.map(({ id }) => id);
}

/** Takes a queued refresh to work on it; null when somebody else has, or it is over. */
export async function claimNodeRefresh(
  db: Db,
  nodeRefreshId: string,
  now: Date,
): Promise<NodeRefreshRow | null> {
  const [row] = await db
    .update(nodeRefreshes)
    .set({ state: "connecting", startedAt: now })
    .where(and(eq(nodeRefreshes.id, nodeRefreshId), eq(nodeRefreshes.state, "queued")))
    .returning();
  return row ?? null;
}

/** False when the refresh is already over: what is over stays as it ended. */
export async function updateNodeRefresh(
  db: Db,
  nodeRefreshId: string,
  change: Partial<typeof nodeRefreshes.$inferInsert>,
): Promise<boolean> {
  const rows = await db
    .update(nodeRefreshes)
    .set(change)
    .where(and(eq(nodeRefreshes.id, nodeRefreshId), inArray(nodeRefreshes.state, [...STATES_IN_FLIGHT])))
    .returning({ id: nodeRefreshes.id });
  return rows.length > 0;
}

/** Ends what a dead process left in progress: everything begun before `startedBefore`. */
export async function failInterruptedRefreshes(db: Db, startedBefore: Date, now: Date): Promise<string[]> {
  const rows = await db
    .update(nodeRefreshes)
    .set({
      state: "failed",
      finishedAt: now,
      failureCause: "interrupted",
      failureDetail: "Overmesh was stopped while it refreshed this node; refresh it again.",
    })
    .where(
      and(
        inArray(nodeRefreshes.state, ["connecting", "collecting", "storing"]),
        lt(nodeRefreshes.startedAt, startedBefore),
      ),
    )
    .returning({ nodeId: nodeRefreshes.nodeId });
  return rows.map(({ nodeId }) => nodeId);
}

/** Refreshes queued before `queuedBefore` that nobody has taken. */
export async function listForgottenRefreshIds(db: Db, queuedBefore: Date): Promise<string[]> {
  const rows = await db
    .select({ id: nodeRefreshes.id })
    .from(nodeRefreshes)
    .where(and(eq(nodeRefreshes.state, "queued"), lt(nodeRefreshes.queuedAt, queuedBefore)));
  return rows.map(({ id }) => id);
}

const nodeRefreshColumns = {
  id: nodeRefreshes.id,
  nodeId: nodeRefreshes.nodeId,
  hostname: nodes.hostname,
  state: nodeRefreshes.state,
  queuedAt: nodeRefreshes.queuedAt,
  startedAt: nodeRefreshes.startedAt,
  finishedAt: nodeRefreshes.finishedAt,
  failureCause: nodeRefreshes.failureCause,
  failureDetail: nodeRefreshes.failureDetail,
  partFailures: nodeRefreshes.partFailures,
  differences: nodeRefreshes.differences,
};

export async function listNodeRefreshesOfRun(db: Db, runId: string) {
  return db
    .select(nodeRefreshColumns)
    .from(refreshRunNodes)
    .innerJoin(nodeRefreshes, eq(nodeRefreshes.id, refreshRunNodes.nodeRefreshId))
    .innerJoin(nodes, eq(nodes.id, nodeRefreshes.nodeId))
    .where(eq(refreshRunNodes.runId, runId))
    .orderBy(asc(nodes.hostname));
}

export async function listNodeRefreshesOfNode(db: Db, nodeId: string, limit: number) {
  return db
    .select(nodeRefreshColumns)
    .from(nodeRefreshes)
    .innerJoin(nodes, eq(nodes.id, nodeRefreshes.nodeId))
    .where(eq(nodeRefreshes.nodeId, nodeId))
    .orderBy(desc(nodeRefreshes.queuedAt))
    .limit(limit);
}

export async function findRefreshRun(db: Db, runId: string): Promise<RefreshRunRow | null> {
  const [row] = await db.select().from(refreshRuns).where(eq(refreshRuns.id, runId));
  return row ?? null;
}

/** Newest first, with counts by outcome. */
export async function listRefreshRuns(db: Db, limit: number) {
  return db
    .select({
      id: refreshRuns.id,
      trigger: refreshRuns.trigger,
      title: refreshRuns.title,
      orderedByName: refreshRuns.orderedByName,
      createdAt: refreshRuns.createdAt,
      nodeCount: count(nodeRefreshes.id),
      inFlightCount: sql<number>`count(*) filter (where ${inArray(nodeRefreshes.state, [...STATES_IN_FLIGHT])})::int`,
      failedCount: sql<number>`count(*) filter (where ${eq(nodeRefreshes.state, "failed")})::int`,
      changedCount: sql<number>`count(*) filter (where ${eq(nodeRefreshes.state, "done")})::int`,
      finishedAt: sql<string | null>`max(${nodeRefreshes.finishedAt})`,
    })
    .from(refreshRuns)
    .leftJoin(refreshRunNodes, eq(refreshRunNodes.runId, refreshRuns.id))
    .leftJoin(nodeRefreshes, eq(nodeRefreshes.id, refreshRunNodes.nodeRefreshId))
    .groupBy(refreshRuns.id)
    .orderBy(desc(refreshRuns.createdAt))
    .limit(limit);
}
