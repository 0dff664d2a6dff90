import { and, asc, eq, exists, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import type { ProbePeer } from "#server/domain/probe-rings.ts";
import type { PdcSchedule, ScheduledNode } from "#server/domain/refresh-schedule.ts";
import type { Db } from "../client.ts";
import { nodeOverlayRules, nodes } from "../schema/node.ts";
import { pdcSchedules } from "../schema/pdc-schedule.ts";
import { chunks } from "./chunks.ts";

/** As a confirmed node reports it; null: not confirmed, or never read. */
export const nodePdcName = sql<string | null>`
  case when ${nodes.hostKeyConfirmedAt} is not null then ${nodes.reportedPdcName} end`;

/** What orders choose nodes by, without their facts. */
export type NodeToRefresh = ScheduledNode & {
  hostname: string;
  hasFailed: boolean;
};

/** By hostname. */
export async function listNodesToRefresh(db: Db): Promise<NodeToRefresh[]> {
  return db
    .select({
      id: nodes.id,
      hostname: nodes.hostname,
      pdcName: nodePdcName,
      isConfirmed: isNotNull(nodes.hostKeyConfirmedAt).mapWith(Boolean),
      factsObservedAt:
        sql<Date | null>`case when ${nodes.hostKeyConfirmedAt} is not null then ${nodes.factsObservedAt} end`.mapWith(
          nodes.factsObservedAt,
        ),
      hasFailed: sql<boolean>`${nodes.lastRefreshOutcome} is not distinct from 'failed'`,
      lastFinishedAt: nodes.lastRefreshFinishedAt,
      pausedUntil: nodes.pausedUntil,
      appliedAt: nodes.appliedAt,
    })
    .from(nodes)
    .orderBy(asc(nodes.hostname), asc(nodes.id));
}

/** Every node that carries the rule by its last facts. */
export async function listCarrierIds(db: Db, overlayRuleName: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: nodeOverlayRules.nodeId })
    .from(nodeOverlayRules)
    .where(eq(nodeOverlayRules.name, overlayRuleName));
  return rows.map(({ id }) => id);
}

/** Notes that something was applied to these nodes, whose facts until then are from before. */
export async function markApplied(tx: Db, nodeIds: readonly string[], at: Date): Promise<void> {
  for (const some of chunks(nodeIds))
    await tx.update(nodes).set({ appliedAt: at }).where(inArray(nodes.id, some));
}

/** All confirmed nodes that have an address to be probed at. */
export async function listProbePeers(db: Db): Promise<ProbePeer[]> {
  return db
    .select({
      id: nodes.id,
      pdcName: sql<string>`coalesce(${nodes.reportedPdcName}, '')`,
      adminAddress: nodes.adminAddress,
      externalAddress: nodes.externalAddress,
    })
    .from(nodes)
    .where(
      and(
        isNotNull(nodes.hostKeyConfirmedAt),
        or(isNotNull(nodes.adminAddress), isNotNull(nodes.externalAddress)),
      ),
    );
}

export async function listPdcSchedules(db: Db): Promise<Map<string, PdcSchedule>> {
  const rows = await db.select().from(pdcSchedules);
  return new Map(rows.map((row) => [row.pdcName, scheduleOf(row)]));
}

function scheduleOf(row: typeof pdcSchedules.$inferSelect): PdcSchedule {
  const { refreshIntervalSeconds, refreshesAtOnceMax, quietFromMinute, quietUntilMinute } = row;
  const isQuietSet = quietFromMinute !== null && quietUntilMinute !== null;
  return {
    refreshIntervalSeconds,
    refreshesAtOnceMax,
    quietHours: isQuietSet ? { fromMinute: quietFromMinute, untilMinute: quietUntilMinute } : null,
  };
}

/** The PDC's row is held until the transaction ends. */
export async function findPdcSchedule(tx: Db, pdcName: string): Promise<PdcSchedule | null> {
  const [row] = await tx.select().from(pdcSchedules).where(eq(pdcSchedules.pdcName, pdcName)).for("update");
  return row ? scheduleOf(row) : null;
}

/** A schedule without anything of its own is no row. */
export async function writePdcSchedule(
  tx: Db,
  pdcName: string,
  { refreshIntervalSeconds, refreshesAtOnceMax, quietHours }: PdcSchedule,
): Promise<void> {
  const values = {
    refreshIntervalSeconds,
    refreshesAtOnceMax,
    quietFromMinute: quietHours?.fromMinute ?? null,
    quietUntilMinute: quietHours?.untilMinute ?? null,
  };
  if (Object.values(values).every((value) => value === null)) {
    await tx.delete(pdcSchedules).where(eq(pdcSchedules.pdcName, pdcName));
    return;
  }
  await tx
    .insert(pdcSchedules)
    .values({ pdcName, ...values })
    .onConflictDoUpdate({ target: pdcSchedules.pdcName, set: values });
}

/** Confirmed nodes that are not paused and carry one of the rules by their last known facts, those read longest ago first. */
export async function listRuleCarriers(
  db: Db,
  carriers: {
    ruleNames: readonly string[];
    exceptNodeId: string;
    readBefore: Date;
    now: Date;
    limit: number;
  },
): Promise<string[]> {
  const { ruleNames, exceptNodeId, readBefore, now, limit } = carriers;
  const rows = await db
    .select({ id: nodes.id })
    .from(nodes)
    .where(
      and(
        isNotNull(nodes.hostKeyConfirmedAt),
        ne(nodes.id, exceptNodeId),
        lt(nodes.factsObservedAt, readBefore),
        or(isNull(nodes.pausedUntil), lte(nodes.pausedUntil, now)),
        exists(
          db
            .select({ one: sql`1` })
            .from(nodeOverlayRules)
            .where(
              and(eq(nodeOverlayRules.nodeId, nodes.id), inArray(nodeOverlayRules.name, [...ruleNames])),
            ),
        ),
      ),
    )
    .orderBy(asc(nodes.factsObservedAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}
