import { and, asc, count, eq, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Scope, VdcScope } from "#server/domain/access.ts";
import type { NotificationFilter } from "#server/domain/notification/filter.ts";
import type { Db } from "../client.ts";
import { notificationDeliveries, notificationHooks } from "../schema/notification.ts";
import { vdcs } from "../schema/vdc.ts";

type Row = typeof notificationHooks.$inferSelect;
export type Hook = Omit<Row, "filter"> & { filter: NotificationFilter };

/** JSON as it was written by `insertHook` or `updateHook`, from a parsed filter. */
const toHook = (row: Row): Hook => ({ ...row, filter: row.filter as NotificationFilter });

/** Of one vDC its own alone; of the whole cloud all there are. */
export function isHookInScope({ vdcId }: Scope): SQL | undefined {
  return vdcId === null ? undefined : eq(notificationHooks.vdcId, vdcId);
}

const isInScope = (scope: Scope, id: string) => and(eq(notificationHooks.id, id), isHookInScope(scope));

/** The vDC's, or the whole cloud's. */
export async function insertHook(
  tx: Db,
  { vdcId }: Scope,
  hook: Pick<Hook, "id" | "name" | "url" | "sealedSecret" | "filter" | "throughNoticeId">,
): Promise<void> {
  await tx.insert(notificationHooks).values({ ...hook, vdcId });
}

export async function updateHook(tx: Db, scope: Scope, id: string, patch: Partial<Hook>): Promise<void> {
  await tx.update(notificationHooks).set(patch).where(isInScope(scope, id));
}

export async function deleteHook(tx: Db, scope: Scope, id: string): Promise<void> {
  await tx.delete(notificationHooks).where(isInScope(scope, id));
}

/** Holds the row until the transaction ends. */
export async function findHookForUpdate(tx: Db, scope: Scope, id: string): Promise<Hook | null> {
  const [row] = await tx.select().from(notificationHooks).where(isInScope(scope, id)).for("update");
  return row ? toHook(row) : null;
}

/** For a delivery, whoever made it. */
export async function findHook(db: Db, id: string): Promise<Hook | null> {
  const [row] = await db.select().from(notificationHooks).where(eq(notificationHooks.id, id));
  return row ? toHook(row) : null;
}

/** By name, each with when something was last accepted by it, and how many deliveries failed since. */
export async function listHooks(db: Db, scope: Scope) {
  const d = notificationDeliveries;
  // Inside the other selection the column needs its table's name, which it would not get by itself.
  const hookId = sql`"notification_hook"."id"`;
  const lastDelivered = sql`(select max(${d.createdAt}) from ${d} where ${d.hookId} = ${hookId} and ${d.state} = 'delivered')`;
  const rows = await db
    .select({
      hook: notificationHooks,
      vdcName: vdcs.name,
      lastDeliveredAt: sql<Date | null>`${lastDelivered}`.mapWith(d.createdAt),
      failedCount: sql<number>`(select count(*)::int from ${d} where ${d.hookId} = ${hookId} and ${d.state} = 'failed' and not ${d.isTest} and ${d.createdAt} > coalesce(${lastDelivered}, '-infinity'))`,
    })
    .from(notificationHooks)
    .leftJoin(vdcs, eq(vdcs.id, notificationHooks.vdcId))
    .where(isHookInScope(scope))
    .orderBy(sql`${vdcs.name} nulls first`, asc(notificationHooks.name));
  return rows.map(({ hook, ...state }) => ({ ...toHook(hook), ...state }));
}

export async function countHooks(tx: Db, { vdcId }: VdcScope): Promise<number> {
  const [row] = await tx
    .select({ hooks: count() })
    .from(notificationHooks)
    .where(eq(notificationHooks.vdcId, vdcId));
  return row?.hooks ?? 0;
}

/** Those that have something to hear of. */
export async function listHookIdsBehind(db: Db, lastNoticeId: number): Promise<string[]> {
  const rows = await db
    .select({ id: notificationHooks.id })
    .from(notificationHooks)
    .where(and(isNull(notificationHooks.pausedAt), lt(notificationHooks.throughNoticeId, lastNoticeId)));
  return rows.map(({ id }) => id);
}

/** Holds the row, unless another process does already or it is paused. */
export async function takeHook(tx: Db, id: string): Promise<Hook | null> {
  const [row] = await tx
    .select()
    .from(notificationHooks)
    .where(and(eq(notificationHooks.id, id), isNull(notificationHooks.pausedAt)))
    .for("update", { skipLocked: true });
  return row ? toHook(row) : null;
}

export async function advanceHook(tx: Db, id: string, throughNoticeId: number): Promise<void> {
  await tx.update(notificationHooks).set({ throughNoticeId }).where(eq(notificationHooks.id, id));
}
