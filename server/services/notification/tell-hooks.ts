import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import { hasDeliveryUnderWay, insertDelivery } from "#db/queries/notification-delivery.ts";
import { advanceHook, type Hook, listHookIdsBehind, takeHook } from "#db/queries/notification-hook.ts";
import { lastNoticeId, listNoticed } from "#db/queries/warning-notice.ts";
import { hookMessage } from "#server/domain/notification/hook-message.ts";
import { reachOf, summaryOf, toldTo } from "#server/domain/notification/told.ts";
import type { Outlet } from "./outlet.ts";

/** What comes within it becomes one message. */
export const HOOK_GATHER_MILLISECONDS = 2_000;

/**
 * Writes a message for each webhook that has something to hear of, and queues it. What a webhook was told of moves on in
 * the same transaction, so nothing is told twice or left out. While a message is under way the next one gathers.
 */
export async function tellHooks({ db, deliveryQueue, url }: Outlet, now: Date): Promise<void> {
  const throughId = await lastNoticeId(db);
  for (const hookId of await listHookIdsBehind(db, throughId)) {
    const deliveryId = await db.transaction(async (tx) => {
      const hook = await takeHook(tx, hookId);
      return hook && writeMessage(tx, hook, throughId, { now, url });
    });
    if (deliveryId) await deliveryQueue.enqueueDeliveries([{ deliveryId, delaySeconds: 0 }]);
  }
}

async function writeMessage(
  tx: Db,
  { id: hookId, vdcId, filter, throughNoticeId }: Hook,
  throughId: number,
  { now, url }: { now: Date; url: string },
): Promise<string | null> {
  if (throughNoticeId >= throughId || (await hasDeliveryUnderWay(tx, { hookId }))) return null;
  const vdcIds = vdcId === null ? null : [vdcId];
  const noticed = await listNoticed(tx, { afterId: throughNoticeId, throughId, vdcIds });
  const [first] = noticed;
  if (first && now.getTime() < first.at.getTime() + HOOK_GATHER_MILLISECONDS) return null;
  const told = toldTo({ ...reachOf(filter, vdcIds), hearsReviewedEnds: true, hearsPassed: false }, noticed);
  await advanceHook(tx, hookId, throughId);
  if (told.length === 0) return null;
  const id = randomUUID();
  const body = hookMessage({ id, createdAt: now, url, vdcId }, told);
  await insertDelivery(tx, { id, hookId, isTest: false, summary: summaryOf(told), body, createdAt: now });
  await announce(tx, { topic: "notification", id: hookId, vdcId });
  return id;
}
