import { and, asc, eq, isNull, lt, sql } from "drizzle-orm";
import type { AllVdcs } from "#server/domain/access.ts";
import type { NotificationFilter } from "#server/domain/notification/filter.ts";
import type { Db } from "../client.ts";
import { notificationDeliveries, notificationHooks } from "../schema/notification.ts";

type Row = typeof notificationHooks.$inferSelect;
export type Hook = Omit<Row, "filter"> & { filter: NotificationFilter };

/** JSON as it was written by `insertHook` or `updateHook`, from a parsed filter. */
const toHook = (row: Row): Hook => ({ ...row, filter: row.filter as NotificationFilter });

export async function insertHook(
  tx: Db,
  _scope: AllVdcs,
  hook: Pick<Hook, "id" | "name" | "url" | "sealedSecret" | "filter" | "throughNoticeId">,
): Promise<void> {
  await tx.insert(notificationHooks).values(hook);
}

export async function updateHook(tx: Db, _scope: AllVdcs, id: string, patch: Partial<Hook>): Promise<void> {
  await tx.update(notificationHooks).set(patch).where(eq(notificationHooks.id, id));
}

export async function deleteHook(tx: Db, _scope: AllVdcs, id: string): Promise<void> {
  await tx.delete(notificationHooks).where(eq(notificationHooks.id, id));
}

/** Holds the row until the transaction ends. */
export async function findHookForUpdate(tx: Db, _scope: AllVdcs, id: string): Promise<Hook | null> {
  const [row] = await tx.select().from(notificationHooks).where(eq(notificationHooks.id, id)).for("update");
  return row ? toHook(row) : null;
}

/** For a delivery, whoever made it. */
export async function findHook(db: Db, id: string): Promise<Hook | null> {
  const [row] = await db.select().from(notificationHooks).where(eq(notificationHooks.id, id));
  return row ? toHook(row) : null;
}

/** By name, each with when something was last accepted by it, and how many deliveries failed since. */
export async function listHooks(db: Db, _scope: AllVdcs) {
  const d = notificationDeliveries;
  // Inside the other selection the column needs its table's name, which it would not get by itself.
  const hookId = sql`"notification_hook"."id"`;
  const lastDelivered = sql`(select max(${d.createdAt}) from ${d} where ${d.hookId} = ${hookId} and ${d.state} = 'delivered')`;
  const rows = await db
    .select({
      hook: notificationHooks,
      lastDeliveredAt: sql<Date | null>`${lastDelivered}`.mapWith(d.createdAt),
      failedCount: sql<number>`(select count(*)::int from ${d} where ${d.hookId} = ${hookId} and ${d.state} = 'failed' and not ${d.isTest} and ${d.createdAt} > coalesce(${lastDelivered}, '-infinity'))`,
    })
    .from(notificationHooks)
    .orderBy(asc(notificationHooks.name));
  return rows.map(({ hook, ...state }) => ({ ...toHook(hook), ...state }));
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
