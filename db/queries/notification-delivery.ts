import { and, desc, eq, inArray, isNotNull, isNull, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Scope } from "#server/domain/access.ts";
import type { DeliveryState } from "#server/domain/notification/delivery.ts";
import type { Db } from "../client.ts";
import { notificationDeliveries, notificationHooks } from "../schema/notification.ts";
import { isHookInScope } from "./notification-hook.ts";

export type Delivery = typeof notificationDeliveries.$inferSelect;
type Receiver = { hookId: string } | { userId: string };

const d = notificationDeliveries;

const isTo = (receiver: Receiver): SQL =>
  "hookId" in receiver ? eq(d.hookId, receiver.hookId) : eq(d.userId, receiver.userId);

/** Due at once. */
export async function insertDelivery(
  tx: Db,
  delivery: Pick<Delivery, "id" | "isTest" | "summary" | "body" | "createdAt"> & {
    vdcIds?: string[] | null;
  } & Receiver,
): Promise<void> {
  await tx.insert(d).values({ ...delivery, dueAt: delivery.createdAt });
}

/** Whether something is under way; the next message waits for it, so that messages arrive in their order. */
export async function hasDeliveryUnderWay(tx: Db, receiver: Receiver): Promise<boolean> {
  const rows = await tx
    .select({ id: d.id })
    .from(d)
    .where(and(isTo(receiver), isNotNull(d.dueAt), eq(d.isTest, false)))
    .limit(1);
  return rows.length > 0;
}

/** One attempt, for one process alone until `claimedUntil`; null when it is over, not yet due, or another's. */
export async function claimDelivery(
  db: Db,
  id: string,
  now: Date,
  claimedUntil: Date,
): Promise<Delivery | null> {
  const [row] = await db
    .update(d)
    .set({
      state: "sending",
      dueAt: claimedUntil,
      lastAttemptAt: now,
      attemptCount: sql`${d.attemptCount} + 1`,
    })
    .where(and(eq(d.id, id), lte(d.dueAt, now)))
    .returning();
  return row ?? null;
}

/** False when another attempt was begun meanwhile: its outcome counts. */
export async function finishAttempt(
  tx: Db,
  { id, attemptCount }: Pick<Delivery, "id" | "attemptCount">,
  outcome: Pick<Delivery, "dueAt" | "lastStatusCode" | "lastDurationMilliseconds" | "lastFailure"> & {
    state: DeliveryState;
  },
): Promise<boolean> {
  const rows = await tx
    .update(d)
    .set(outcome)
    .where(and(eq(d.id, id), eq(d.state, "sending"), eq(d.attemptCount, attemptCount)))
    .returning({ id: d.id });
  return rows.length > 0;
}

/** To webhooks of the scope; what a person is told is their own affair. */
function isToHookOf(db: Db, scope: Scope): SQL | undefined {
  const hooks = db.select({ id: notificationHooks.id }).from(notificationHooks).where(isHookInScope(scope));
  return inArray(d.hookId, hooks);
}

/** The same message once more. False when it is under way. */
export async function requeueDelivery(tx: Db, scope: Scope, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(d)
    .set({ state: "queued", dueAt: now, attemptCount: 0, lastFailure: null })
    .where(and(eq(d.id, id), isNull(d.dueAt), isToHookOf(tx, scope)))
    .returning({ id: d.id });
  return rows.length > 0;
}

export async function findHookDelivery(db: Db, scope: Scope, id: string): Promise<Delivery | null> {
  const [row] = await db
    .select()
    .from(d)
    .where(and(eq(d.id, id), isToHookOf(db, scope)));
  return row ?? null;
}

const LISTED_MAX = 50;

/** Newest first. */
export async function listHookDeliveries(db: Db, scope: Scope, hookId: string): Promise<Delivery[]> {
  return db
    .select()
    .from(d)
    .where(and(eq(d.hookId, hookId), isToHookOf(db, scope)))
    .orderBy(desc(d.createdAt))
    .limit(LISTED_MAX);
}

/** Forgotten by whoever should have tried them. */
export async function listOverdueDeliveryIds(db: Db, before: Date): Promise<string[]> {
  const rows = await db.select({ id: d.id }).from(d).where(lt(d.dueAt, before)).limit(1000);
  return rows.map(({ id }) => id);
}

/** Keeps the newest of each receiver that are over, and none older than `before`. */
export async function pruneDeliveries(
  db: Db,
  { before, perReceiverMax }: { before: Date; perReceiverMax: number },
): Promise<void> {
  const ranked = db
    .select({
      id: d.id,
      createdAt: d.createdAt,
      place:
        sql<number>`row_number() over (partition by ${d.hookId}, ${d.userId} order by ${d.createdAt} desc)`.as(
          "place",
        ),
    })
    .from(d)
    .where(isNull(d.dueAt))
    .as("ranked");
  const gone = db
    .select({ id: ranked.id })
    .from(ranked)
    .where(sql`${ranked.place} > ${perReceiverMax} or ${ranked.createdAt} < ${before.toISOString()}`);
  await db.delete(d).where(inArray(d.id, gone));
}
