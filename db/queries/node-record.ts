import { and, desc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { FactPartName } from "#server/domain/facts.ts";
import type { NodeRecord } from "#server/domain/mesh-time/node-at.ts";
import type { LastRefresh, RefreshFailureCause } from "#server/domain/node.ts";
import type { Db } from "../client.ts";
import { nodeFactsSnapshots, nodes, retiredNodes } from "../schema/node.ts";
import { nodeRefreshes } from "../schema/refresh.ts";
import { lastRefreshOf, reviveFacts } from "./node.ts";

type NodeTable = typeof nodes | typeof retiredNodes;

/** What is kept of each node, retired ones included, as of `at`; `nodeIds` null: of all. */
export async function listNodeRecords(
  db: Db,
  at: Date,
  nodeIds: readonly string[] | null = null,
): Promise<NodeRecord[]> {
  if (nodeIds?.length === 0) return [];
  const present = await recordsOf(db, nodes, at, nodeIds);
  const retired = await recordsOf(db, retiredNodes, at, nodeIds);
  const retiredAtById = await retirements(db, at);
  return [
    ...present,
    ...retired.map((record) => ({ ...record, retiredAt: retiredAtById.get(record.id) ?? null })),
  ];
}

async function retirements(db: Db, at: Date): Promise<Map<string, Date>> {
  const rows = await db
    .select({ id: retiredNodes.id, retiredAt: retiredNodes.retiredAt })
    .from(retiredNodes)
    .where(lte(retiredNodes.retiredAt, at));
  return new Map(rows.map(({ id, retiredAt }) => [id, retiredAt]));
}

/** Facts as they are held are read only where they are from before `at`: else a snapshot takes their place. */
async function recordsOf(
  db: Db,
  table: NodeTable,
  at: Date,
  nodeIds: readonly string[] | null,
): Promise<NodeRecord[]> {
  const isHeldThen = sql`${table.factsObservedAt} <= ${at.toISOString()}::timestamptz`;
  const snapshot = db
    .select({ facts: nodeFactsSnapshots.facts, observedAt: nodeFactsSnapshots.observedAt })
    .from(nodeFactsSnapshots)
    .where(
      and(
        eq(nodeFactsSnapshots.nodeId, table.id),
        lte(nodeFactsSnapshots.observedAt, at),
        or(isNull(table.factsObservedAt), gt(table.factsObservedAt, at)),
      ),
    )
    .orderBy(desc(nodeFactsSnapshots.observedAt))
    .limit(1)
    .as("snapshot");
  const ended = and(
    eq(nodeRefreshes.nodeId, table.id),
    lte(nodeRefreshes.queuedAt, at),
    lte(nodeRefreshes.finishedAt, at),
    inArray(nodeRefreshes.state, ["done", "unchanged", "failed", "skipped"]),
  );
  const last = db
    .select({
      state: nodeRefreshes.state,
      finishedAt: nodeRefreshes.finishedAt,
      failureCause: nodeRefreshes.failureCause,
      failureDetail: nodeRefreshes.failureDetail,
    })
    .from(nodeRefreshes)
    .where(ended)
    .orderBy(desc(nodeRefreshes.queuedAt))
    .limit(1)
    .as("last_refresh");
  const read = db
    .select({ startedAt: nodeRefreshes.startedAt, partFailures: nodeRefreshes.partFailures })
    .from(nodeRefreshes)
    .where(
      and(
        ended,
        or(inArray(nodeRefreshes.state, ["done", "unchanged"]), eq(nodeRefreshes.failureCause, "unparsable")),
      ),
    )
    .orderBy(desc(nodeRefreshes.queuedAt))
    .limit(1)
    .as("last_read");
  const rows = await db
    .select({
      id: table.id,
      hostname: table.hostname,
      createdAt: table.createdAt,
      hostKeyConfirmedAt: table.hostKeyConfirmedAt,
      factsObservedAt: table.factsObservedAt,
      facts: sql<unknown>`case when ${isHeldThen} then ${table.facts} end`,
      partsObservedAt: "partsObservedAt" in table ? table.partsObservedAt : sql<unknown>`null`,
      lastRefreshOutcome: table.lastRefreshOutcome,
      lastRefreshFinishedAt: table.lastRefreshFinishedAt,
      lastRefreshCause: table.lastRefreshCause,
      lastRefreshDetail: table.lastRefreshDetail,
      snapshotFacts: snapshot.facts,
      snapshotObservedAt: snapshot.observedAt,
      endState: last.state,
      endedAt: last.finishedAt,
      endCause: last.failureCause,
      endDetail: last.failureDetail,
      readStartedAt: read.startedAt,
      unreadParts: read.partFailures,
    })
    .from(table)
    .leftJoinLateral(snapshot, sql`true`)
    .leftJoinLateral(last, sql`true`)
    .leftJoinLateral(read, sql`true`)
    .where(nodeIds === null ? undefined : inArray(table.id, [...nodeIds]));
  return rows.map((row): NodeRecord => {
    const held = reviveFacts(row.facts, row.partsObservedAt);
    const kept = reviveFacts(row.snapshotFacts);
    const isRefreshHeld = row.lastRefreshFinishedAt !== null && row.lastRefreshFinishedAt <= at;
    return {
      id: row.id,
      hostname: row.hostname,
      enrolledAt: row.createdAt,
      confirmedAt: row.hostKeyConfirmedAt,
      retiredAt: null,
      held: held && row.factsObservedAt ? { facts: held, observedAt: row.factsObservedAt } : null,
      snapshot: kept && row.snapshotObservedAt ? { facts: kept, observedAt: row.snapshotObservedAt } : null,
      lastRefresh: isRefreshHeld ? lastRefreshOf(row) : endOf(row),
      lastRead: row.readStartedAt && { startedAt: row.readStartedAt, unreadParts: partsIn(row.unreadParts) },
    };
  });
}

type EndRow = {
  endState: string | null;
  endedAt: Date | null;
  endCause: string | null;
  endDetail: string | null;
};

function endOf({ endState, endedAt: finishedAt, endCause, endDetail }: EndRow): LastRefresh | null {
  if (!endState || !finishedAt) return null;
  if (endState === "done" || endState === "unchanged") return { outcome: "ok", finishedAt };
  // The column is written from this union alone.
  const cause = (endCause ?? "command-failed") as RefreshFailureCause;
  return { outcome: "failed", finishedAt, cause, detail: endDetail ?? "" };
}

/** Only refreshes write this column: [{ part, reason }]. */
function partsIn(partFailures: unknown): FactPartName[] {
  const failures = Array.isArray(partFailures) ? (partFailures as { part: FactPartName }[]) : [];
  return failures.map(({ part }) => part);
}

/** The first instant of which anything is kept; null: nothing is. */
export async function firstSnapshotAt(db: Db): Promise<Date | null> {
  const [row] = await db
    .select({ observedAt: nodeFactsSnapshots.observedAt })
    .from(nodeFactsSnapshots)
    .orderBy(nodeFactsSnapshots.observedAt)
    .limit(1);
  return row?.observedAt ?? null;
}

/** Instants at which refreshes of these nodes ended and may have changed what is known, newest first. */
export async function listRefreshEnds(db: Db, nodeIds: readonly string[], limit: number): Promise<Date[]> {
  const rows = await db
    .select({ finishedAt: nodeRefreshes.finishedAt })
    .from(nodeRefreshes)
    .where(and(inArray(nodeRefreshes.nodeId, [...nodeIds]), inArray(nodeRefreshes.state, ["done", "failed"])))
    .orderBy(desc(nodeRefreshes.queuedAt))
    .limit(limit);
  return rows.flatMap(({ finishedAt }) => finishedAt ?? []);
}
