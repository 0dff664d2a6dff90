import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNull,
  lt,
  max,
  notExists,
  or,
  type SQL,
  sql,
  type SQLWrapper,
} from "drizzle-orm";
import type { LiveEvent } from "#server/domain/live-event.ts";
import { DIFFERENCES_SHOWN_AT_FIRST, type NodeRefreshPage } from "#server/domain/refresh-run.ts";
import type { RefreshJob } from "#server/domain/refresh-job.ts";
import { REFRESH_STATES_IN_FLIGHT } from "#server/domain/refresh-state.ts";
import type { Db } from "../client.ts";
import { nodes } from "../schema/node.ts";
import { pdcSchedules } from "../schema/pdc-schedule.ts";
import { nodeRefreshes, refreshRunNodes, refreshRuns } from "../schema/refresh.ts";
import { chunks } from "./chunks.ts";
import { announcing, announcingRow } from "./event.ts";
import { ASKED_OF_PDC_AT_ONCE_MAX, mayAskNode, REFRESH_STATES_IN_PROGRESS } from "./node-claim.ts";
import { nodePdcName } from "./node-schedule.ts";

export type NodeRefreshRow = typeof nodeRefreshes.$inferSelect;
export type RefreshRunRow = typeof refreshRuns.$inferSelect;
const IN_FLIGHT = [...REFRESH_STATES_IN_FLIGHT];

export async function insertRefreshRun(tx: Db, run: typeof refreshRuns.$inferInsert): Promise<RefreshRunRow> {
  const [row] = await tx.insert(refreshRuns).values(run).returning();
  if (!row) throw new Error("insert returned no row");
  return row;
}

/** Queues a refresh of each node, or joins the one in flight. Returns those that are new, and those that were queued already. */
export async function queueNodeRefreshes(
  tx: Db,
  runId: string,
  nodeIds: readonly string[],
): Promise<{ newIds: string[]; waitingIds: string[] }> {
  const newIds: string[] = [];
  const waitingIds: string[] = [];
  for (const some of chunks(nodeIds)) {
    const inserted = await tx
      .insert(nodeRefreshes)
      .values(some.map((nodeId) => ({ nodeId })))
      .onConflictDoNothing()
      .returning({ id: nodeRefreshes.id });
    const isNew = new Set(inserted.map(({ id }) => id));
    const inFlight = await tx
      .select({ id: nodeRefreshes.id, state: nodeRefreshes.state })
      .from(nodeRefreshes)
      .where(and(inArray(nodeRefreshes.nodeId, [...some]), inArray(nodeRefreshes.state, IN_FLIGHT)));
    if (inFlight.length > 0) {
      await tx.insert(refreshRunNodes).values(inFlight.map(({ id }) => ({ runId, nodeRefreshId: id })));
    }
    newIds.push(...isNew);
    waitingIds.push(
      ...inFlight.flatMap(({ id, state }) => (state === "queued" && !isNew.has(id) ? [id] : [])),
    );
  }
  return { newIds, waitingIds };
}

/** What the workers need to know of refreshes; those that are over are left out. */
export async function listRefreshJobs(
  db: Db,
  nodeRefreshIds: readonly string[],
  { isUrgent }: Pick<RefreshJob, "isUrgent">,
): Promise<RefreshJob[]> {
  const jobs: RefreshJob[] = [];
  for (const some of chunks(nodeRefreshIds)) {
    const rows = await db
      .select({
        nodeRefreshId: nodeRefreshes.id,
        pdcName: nodePdcName,
        atOnceMax: pdcSchedules.refreshesAtOnceMax,
      })
      .from(nodeRefreshes)
      .innerJoin(nodes, eq(nodes.id, nodeRefreshes.nodeId))
      .leftJoin(pdcSchedules, eq(pdcSchedules.pdcName, nodePdcName))
      .where(and(inArray(nodeRefreshes.id, [...some]), inArray(nodeRefreshes.state, IN_FLIGHT)));
    jobs.push(
      ...rows.map(({ nodeRefreshId, pdcName, atOnceMax }) => ({
        nodeRefreshId,
        pdcName,
        atOnceMax: atOnceMax ?? ASKED_OF_PDC_AT_ONCE_MAX,
        isUrgent,
        delaySeconds: 0,
      })),
    );
  }
  return jobs;
}

/** Holds the run's row until the transaction ends. */
export async function lockRefreshRun(tx: Db, runId: string): Promise<RefreshRunRow | null> {
  const [row] = await tx.select().from(refreshRuns).where(eq(refreshRuns.id, runId)).for("update");
  return row ?? null;
}

/**
 * Ends what has not ended of a run, except what another run that goes on has joined. Returns those that a worker is
 * busy with; it hears of it by `announceCancelled`.
 */
export async function cancelRefreshesOfRun(
  tx: Db,
  runId: string,
  by: { name: string; at: Date },
): Promise<{ busyIds: string[] }> {
  await tx
    .update(refreshRuns)
    .set({ cancelledAt: by.at, cancelledByName: by.name })
    .where(eq(refreshRuns.id, runId));
  const ofRun = tx
    .select({ id: refreshRunNodes.nodeRefreshId })
    .from(refreshRunNodes)
    .where(eq(refreshRunNodes.runId, runId));
  const ofAnother = tx
    .select({ id: refreshRunNodes.nodeRefreshId })
    .from(refreshRunNodes)
    .innerJoin(refreshRuns, eq(refreshRuns.id, refreshRunNodes.runId))
    .where(and(eq(refreshRunNodes.nodeRefreshId, nodeRefreshes.id), isNull(refreshRuns.cancelledAt)));
  const rows = await tx
    .update(nodeRefreshes)
    .set({ state: "cancelled", finishedAt: by.at })
    .where(
      and(inArray(nodeRefreshes.id, ofRun), inArray(nodeRefreshes.state, IN_FLIGHT), notExists(ofAnother)),
    )
    .returning({ id: nodeRefreshes.id, startedAt: nodeRefreshes.startedAt });
  return { busyIds: rows.flatMap(({ id, startedAt }) => (startedAt ? [id] : [])) };
}

export const REFRESH_CANCELLED_CHANNEL = "overmesh_refresh_cancelled";

/** Heard by the process that works on it when the surrounding transaction commits. */
export async function announceCancelled(tx: Db, nodeRefreshId: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${REFRESH_CANCELLED_CHANNEL}, ${nodeRefreshId})`);
}

/** A refresh that is being worked on. */
export type ClaimedRefresh = Pick<NodeRefreshRow, "id" | "nodeId" | "attempt">;

/**
 * Takes a queued refresh to work on it; "over" when somebody else has, or it has ended; "pdc-busy" while
 * the node may not be asked.
 */
export async function claimNodeRefresh(
  db: Db,
  nodeRefreshId: string,
  now: Date,
): Promise<ClaimedRefresh | "over" | "pdc-busy"> {
  const mayAsk = mayAskNode(nodeRefreshes.nodeId);
  const isIt = eq(nodeRefreshes.id, nodeRefreshId);
  const claimed = db.$with("claimed").as(
    db
      .update(nodeRefreshes)
      .set({ state: "connecting", startedAt: now })
      .where(and(isIt, eq(nodeRefreshes.state, "queued"), mayAsk))
      .returning({ id: nodeRefreshes.id, nodeId: nodeRefreshes.nodeId, attempt: nodeRefreshes.attempt }),
  );
  const [row] = await db
    .with(claimed)
    .select({
      ...{ id: claimed.id, nodeId: claimed.nodeId, attempt: claimed.attempt },
      told: announcingRow("refresh", claimed.nodeId),
    })
    .from(claimed);
  if (row) return row;
  const [waiting] = await db
    .select({ mayAsk })
    .from(nodeRefreshes)
    .where(and(isIt, inArray(nodeRefreshes.state, IN_FLIGHT)));
  return waiting?.mayAsk === false ? "pdc-busy" : "over";
}

const refreshEvent = (nodeId: string): LiveEvent => ({ topic: "refresh", id: nodeId, vdcId: null });

/** What is announced when a refresh of the node ends, however it does. */
export const refreshEndEvents = (nodeId: string): readonly [LiveEvent, LiveEvent] => [
  refreshEvent(nodeId),
  { topic: "node", id: nodeId, vdcId: null },
];

/** Marks where a refresh stands and announces it in one statement. False when it is over: what is over stays as it ended. */
export async function enterRefreshState(
  db: Db,
  { id, nodeId }: Pick<ClaimedRefresh, "id" | "nodeId">,
  state: (typeof REFRESH_STATES_IN_PROGRESS)[number],
): Promise<boolean> {
  const entered = db.$with("entered").as(
    db
      .update(nodeRefreshes)
      .set({ state })
      .where(and(eq(nodeRefreshes.id, id), inArray(nodeRefreshes.state, IN_FLIGHT)))
      .returning({ id: nodeRefreshes.id }),
  );
  const rows = await db
    .with(entered)
    .select({ told: announcing(refreshEvent(nodeId)) })
    .from(entered);
  return rows.length > 0;
}

/** False when the refresh is already over: what is over stays as it ended. A failure keeps where it happened. */
export async function updateNodeRefresh(
  db: Db,
  nodeRefreshId: string,
  change: Partial<typeof nodeRefreshes.$inferInsert>,
): Promise<boolean> {
  const step = change.failureCause ? { failedStep: sql`${nodeRefreshes.state}` } : {};
  const rows = await db
    .update(nodeRefreshes)
    .set({ ...step, ...change })
    .where(and(eq(nodeRefreshes.id, nodeRefreshId), inArray(nodeRefreshes.state, IN_FLIGHT)))
    .returning({ id: nodeRefreshes.id });
  return rows.length > 0;
}

/**
 * Ends a refresh that found nothing but what is stored already, and announces it, in one statement. False when it is over
 * already, and then nothing is written. The node's row is held first, as whoever retires a node does.
 */
export async function endUnchangedRefresh(
  db: Db,
  { id, nodeId }: Pick<ClaimedRefresh, "id" | "nodeId">,
  ofRefresh: Partial<typeof nodeRefreshes.$inferInsert>,
  ofNode: Partial<typeof nodes.$inferInsert>,
): Promise<boolean> {
  const held = db
    .$with("held")
    .as(db.select({ nodeId: nodes.id }).from(nodes).where(eq(nodes.id, nodeId)).for("update"));
  const ended = db.$with("ended").as(
    db
      .update(nodeRefreshes)
      .set({ ...ofRefresh, state: "unchanged" })
      .where(
        and(
          eq(nodeRefreshes.id, id),
          inArray(nodeRefreshes.nodeId, db.select({ nodeId: held.nodeId }).from(held)),
          inArray(nodeRefreshes.state, IN_FLIGHT),
        ),
      )
      .returning({ nodeId: nodeRefreshes.nodeId }),
  );
  const kept = db.$with("kept").as(
    db
      .update(nodes)
      .set(ofNode)
      .where(inArray(nodes.id, db.select({ nodeId: ended.nodeId }).from(ended)))
      .returning({ id: nodes.id }),
  );
  const [ofRefreshEnd, ofNodeEnd] = refreshEndEvents(nodeId);
  const rows = await db
    .with(held, ended, kept)
    .select({ ofRefresh: announcing(ofRefreshEnd), ofNode: announcing(ofNodeEnd) })
    .from(kept);
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
      failedStep: sql`${nodeRefreshes.state}`,
    })
    .where(
      and(
        inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_PROGRESS]),
        lt(nodeRefreshes.startedAt, startedBefore),
      ),
    )
    .returning({ nodeId: nodeRefreshes.nodeId });
  return rows.map(({ nodeId }) => nodeId);
}

/** Refreshes that wait since before an instant and that nobody has taken; a long queue that moves has not forgotten them. */
export async function listForgottenRefreshIds(
  db: Db,
  waitingSince: { whileIdle: Date; whileBusy: Date },
): Promise<string[]> {
  const [busy] = await db
    .select({ id: nodeRefreshes.id })
    .from(nodeRefreshes)
    .where(inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_PROGRESS]))
    .limit(1);
  const before = busy ? waitingSince.whileBusy : waitingSince.whileIdle;
  const rows = await db
    .select({ id: nodeRefreshes.id })
    .from(nodeRefreshes)
    .where(
      and(
        eq(nodeRefreshes.state, "queued"),
        lt(nodeRefreshes.queuedAt, before),
        or(isNull(nodeRefreshes.notBefore), lt(nodeRefreshes.notBefore, before)),
      ),
    );
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
  attempt: nodeRefreshes.attempt,
  notBefore: nodeRefreshes.notBefore,
  failureCause: nodeRefreshes.failureCause,
  failureDetail: nodeRefreshes.failureDetail,
  failedStep: nodeRefreshes.failedStep,
  partFailures: nodeRefreshes.partFailures,
  firstDifferences: sql<unknown>`jsonb_path_query_array(${nodeRefreshes.differences}, ${sql.raw(`'$[0 to ${DIFFERENCES_SHOWN_AT_FIRST}]'`)})`,
  differenceCount: sql<number>`jsonb_array_length(${nodeRefreshes.differences})`,
  commandCount: sql<number>`jsonb_array_length(${nodeRefreshes.sections})`,
  oddCommandCount: sql<number>`jsonb_array_length(jsonb_path_query_array(${nodeRefreshes.sections}, '$[*] ? (@.exitCode != 0)'))`,
};

/** Refreshes of retired nodes are left out. */
const isOfRun = (runId: string) => eq(refreshRunNodes.runId, runId);

/** One page by hostname; `nextCursor` null: it is the last. `state` absent: any. */
export async function listNodeRefreshesOfRun(
  db: Db,
  { runId, state, limit, cursor }: { runId: string } & NodeRefreshPage,
) {
  const hostname = sql`(${nodes.hostname} collate "C")`;
  const rows = await db
    .select(nodeRefreshColumns)
    .from(refreshRunNodes)
    .innerJoin(nodeRefreshes, eq(nodeRefreshes.id, refreshRunNodes.nodeRefreshId))
    .innerJoin(nodes, eq(nodes.id, nodeRefreshes.nodeId))
    .where(
      and(
        isOfRun(runId),
        state === undefined ? undefined : eq(nodeRefreshes.state, state),
        cursor
          ? sql`(${hostname}, ${nodeRefreshes.id}) > (${cursor.hostname}, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(hostname, asc(nodeRefreshes.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor: rows.length > limit && last ? { hostname: last.hostname, id: last.id } : null,
  };
}

/** Of the nodes of a run: how many are in which state, and when the last of them ended. */
export async function countNodeRefreshesOfRun(db: Db, runId: string) {
  return db
    .select({ state: nodeRefreshes.state, count: count(), lastFinishedAt: max(nodeRefreshes.finishedAt) })
    .from(refreshRunNodes)
    .innerJoin(nodeRefreshes, eq(nodeRefreshes.id, refreshRunNodes.nodeRefreshId))
    .innerJoin(nodes, eq(nodes.id, nodeRefreshes.nodeId))
    .where(isOfRun(runId))
    .groupBy(nodeRefreshes.state);
}

export async function listFailedNodeIdsOfRun(db: Db, runId: string): Promise<string[]> {
  const rows = await db
    .select({ nodeId: nodeRefreshes.nodeId })
    .from(refreshRunNodes)
    .innerJoin(nodeRefreshes, eq(nodeRefreshes.id, refreshRunNodes.nodeRefreshId))
    .where(and(isOfRun(runId), eq(nodeRefreshes.state, "failed")));
  return rows.map(({ nodeId }) => nodeId);
}

/** All that one refresh of one node found, and how each command went. */
export async function findNodeRefreshDetails(db: Db, nodeRefreshId: string) {
  const [row] = await db
    .select({ differences: nodeRefreshes.differences, sections: nodeRefreshes.sections })
    .from(nodeRefreshes)
    .innerJoin(nodes, eq(nodes.id, nodeRefreshes.nodeId))
    .where(eq(nodeRefreshes.id, nodeRefreshId));
  return row ?? null;
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

/** The newest first, with counts by outcome; nothing of older ones is read. `isRunning`: only those that go on. */
export async function listRefreshRuns(
  db: Db,
  { limit, isRunning = false }: { limit: number; isRunning?: boolean },
) {
  const goingOn = db
    .select({ runId: refreshRunNodes.runId })
    .from(nodeRefreshes)
    .innerJoin(refreshRunNodes, eq(refreshRunNodes.nodeRefreshId, nodeRefreshes.id))
    .where(inArray(nodeRefreshes.state, IN_FLIGHT));
  const runs = db
    .select()
    .from(refreshRuns)
    .where(isRunning ? inArray(refreshRuns.id, goingOn) : undefined)
    .orderBy(desc(refreshRuns.createdAt))
    .limit(limit)
    .as("run");
  const now = sumsOf(db, and(eq(refreshRunNodes.runId, runs.id), isNull(runs.endedSums))).as("now");
  const sum = (name: string, counted: SQLWrapper) =>
    sql<number>`coalesce((${runs.endedSums} ->> ${name})::int, ${counted}::int)`;
  return db
    .select({
      id: runs.id,
      trigger: runs.trigger,
      title: runs.title,
      orderedByName: runs.orderedByName,
      createdAt: runs.createdAt,
      cancelledAt: runs.cancelledAt,
      nodeCount: sum("nodeCount", now.nodeCount),
      inFlightCount: now.inFlightCount,
      failedCount: sum("failedCount", now.failedCount),
      changedCount: sum("changedCount", now.changedCount),
      cancelledCount: sum("cancelledCount", now.cancelledCount),
      finishedAt:
        sql<Date | null>`coalesce((${runs.endedSums} ->> 'finishedAt')::timestamptz, ${now.finishedAt})`.mapWith(
          nodeRefreshes.finishedAt,
        ) as SQL<Date | null>, // `mapWith` forgets that there may be none.
    })
    .from(runs)
    .innerJoinLateral(now, sql`true`)
    .orderBy(desc(runs.createdAt));
}

function sumsOf(db: Db, condition: SQL | undefined) {
  return db
    .select({
      nodeCount: count().as("node_count"),
      inFlightCount: countWhere(inArray(nodeRefreshes.state, IN_FLIGHT)).as("in_flight_count"),
      failedCount: countWhere(eq(nodeRefreshes.state, "failed")).as("failed_count"),
      changedCount: countWhere(eq(nodeRefreshes.state, "done")).as("changed_count"),
      cancelledCount: countWhere(eq(nodeRefreshes.state, "cancelled")).as("cancelled_count"),
      finishedAt: max(nodeRefreshes.finishedAt).as("finished_at"),
    })
    .from(refreshRunNodes)
    .innerJoin(nodeRefreshes, eq(nodeRefreshes.id, refreshRunNodes.nodeRefreshId))
    .where(condition);
}

/** Writes down the sums of runs that have ended, so that nobody counts them again; of the newest `limit` that have none. */
export async function sumEndedRuns(db: Db, limit: number): Promise<void> {
  const due = db
    .select({ id: refreshRuns.id })
    .from(refreshRuns)
    .where(isNull(refreshRuns.endedSums))
    .orderBy(desc(refreshRuns.createdAt))
    .limit(limit)
    .as("due");
  const sums = sumsOf(db, eq(refreshRunNodes.runId, due.id)).as("sums");
  const ended = db
    .select({
      id: due.id,
      sums: sql`jsonb_build_object('nodeCount', ${sums.nodeCount}, 'failedCount', ${sums.failedCount},
        'changedCount', ${sums.changedCount}, 'cancelledCount', ${sums.cancelledCount}, 'finishedAt', ${sums.finishedAt})`.as(
        "sums",
      ),
    })
    .from(due)
    .innerJoinLateral(sums, and(eq(sums.inFlightCount, 0), gt(sums.nodeCount, 0)))
    .as("ended");
  await db
    .update(refreshRuns)
    .set({ endedSums: sql`${ended.sums}` })
    .from(ended)
    .where(eq(refreshRuns.id, ended.id));
}

const countWhere = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`;

/** What nobody waits for any more. */
export async function deleteRefreshesInFlight(tx: Db, nodeId: string): Promise<void> {
  await tx
    .delete(nodeRefreshes)
    .where(and(eq(nodeRefreshes.nodeId, nodeId), inArray(nodeRefreshes.state, IN_FLIGHT)));
}
