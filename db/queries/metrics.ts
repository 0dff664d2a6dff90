import { and, count, eq, gt, inArray, isNotNull, isNull, min, sql } from "drizzle-orm";
import type { CountByHealth } from "#server/domain/health.ts";
import { countListedByHealth } from "#server/domain/node-list.ts";
import { REFRESH_STATES_IN_FLIGHT } from "#server/domain/refresh-state.ts";
import type { Db } from "../client.ts";
import { nodes } from "../schema/node.ts";
import { notificationDeliveries } from "../schema/notification.ts";
import { nodeRefreshes } from "../schema/refresh.ts";
import { warnings } from "../schema/warning.ts";
import { nodeStateAt } from "./node-state.ts";

/** By code, severity and whether somebody acknowledged or snoozed it. */
export async function countOpenWarningsByCode(db: Db, now: Date) {
  const at = now.toISOString();
  const isReviewed =
    sql<boolean>`(${warnings.acknowledgedAt} is not null and coalesce(${warnings.acknowledgedUntil} > ${at}, true)) or coalesce(${warnings.snoozedUntil} > ${at}, false)`.as(
      "is_reviewed",
    );
  const open = db
    .select({ code: warnings.code, severity: warnings.severity, isReviewed })
    .from(warnings)
    .where(isNull(warnings.resolvedAt))
    .as("open");
  return db
    .select({ code: open.code, severity: open.severity, isReviewed: open.isReviewed, count: count() })
    .from(open)
    .groupBy(open.code, open.severity, open.isReviewed)
    .orderBy(open.code, open.severity, open.isReviewed);
}

/** As `nodeHealth` has it, counted without reading anybody's facts. */
export async function countNodesByHealth(db: Db, staleBefore: Date): Promise<CountByHealth> {
  const state = nodeStateAt(staleBefore).as("state");
  const judged = db.select({ state }).from(nodes).as("judged");
  return countListedByHealth(
    await db.select({ state: judged.state, nodeCount: count() }).from(judged).groupBy(judged.state),
  );
}

/** The age of the oldest is counted from then; null: no node was read yet. */
export async function oldestFactsObservedAt(db: Db): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(nodes.factsObservedAt) })
    .from(nodes)
    .where(isNotNull(nodes.hostKeyConfirmedAt));
  return row?.at ?? null;
}

/** By how they ended. */
export async function countEndedRefreshes(db: Db, since: Date) {
  return db
    .select({ state: nodeRefreshes.state, count: count() })
    .from(nodeRefreshes)
    .where(gt(nodeRefreshes.finishedAt, since))
    .groupBy(nodeRefreshes.state);
}

export async function countRefreshesUnderWay(db: Db): Promise<{ queued: number; running: number }> {
  const rows = await db
    .select({ isQueued: sql<boolean>`${nodeRefreshes.state} = 'queued'`, count: count() })
    .from(nodeRefreshes)
    .where(inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_FLIGHT]))
    .groupBy(sql`1`);
  const countWhere = (isQueued: boolean) => rows.find((row) => row.isQueued === isQueued)?.count ?? 0;
  return { queued: countWhere(true), running: countWhere(false) };
}

/** Of messages to webhooks and people: those under way, and those given up since then. */
export async function countDeliveries(db: Db, since: Date): Promise<{ underWay: number; failed: number }> {
  const d = notificationDeliveries;
  const [underWay] = await db.select({ count: count() }).from(d).where(isNotNull(d.dueAt));
  const [failed] = await db
    .select({ count: count() })
    .from(d)
    .where(and(eq(d.state, "failed"), gt(d.lastAttemptAt, since)));
  return { underWay: underWay?.count ?? 0, failed: failed?.count ?? 0 };
}
