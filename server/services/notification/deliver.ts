import { announce } from "#db/queries/event.ts";
import { claimDelivery, type Delivery, finishAttempt } from "#db/queries/notification-delivery.ts";
import { findHook } from "#db/queries/notification-hook.ts";
import { unseal } from "#server/adapters/notify/sealed-secret.ts";
import { afterAttempt, type Outcome } from "#server/domain/notification/delivery.ts";
import type { Outlet } from "./outlet.ts";

/** Longer than any attempt can take. After it, an attempt that nobody finished is made again. */
const ATTEMPT_SECONDS_MAX = 60;

/**
 * One attempt, by one process alone. When it ends between sending and writing that down, the message is sent again with the
 * same id.
 */
export async function deliver(outlet: Outlet, deliveryId: string, now: () => Date): Promise<void> {
  const { db, deliveryQueue, random } = outlet;
  const startedAt = now();
  const claimedUntil = new Date(startedAt.getTime() + ATTEMPT_SECONDS_MAX * 1000);
  const delivery = await claimDelivery(db, deliveryId, startedAt, claimedUntil);
  if (!delivery) return;
  const outcome = await attempt(outlet, delivery);
  const finishedAt = now();
  const { attemptCount, isTest } = delivery;
  const next = afterAttempt(outcome, { attemptCount, isTest, random: random() });
  const delaySeconds = next.state === "waiting" ? next.delaySeconds : null;
  const isFinished = await db.transaction(async (tx) => {
    const isOurs = await finishAttempt(tx, delivery, {
      state: next.state,
      dueAt: delaySeconds === null ? null : new Date(finishedAt.getTime() + delaySeconds * 1000),
      lastStatusCode: outcome.kind === "answered" ? outcome.statusCode : null,
      lastDurationMilliseconds: finishedAt.getTime() - startedAt.getTime(),
      lastFailure: next.failure,
    });
    if (isOurs) await announce(tx, { topic: "notification", id: delivery.hookId, vdcId: null });
    return isOurs;
  });
  if (isFinished && delaySeconds !== null) {
    await deliveryQueue.enqueueDeliveries([{ deliveryId, delaySeconds }]);
  }
}

async function attempt(
  { db, sealingKey, postWebhook }: Outlet,
  { id, hookId, body }: Delivery,
): Promise<Outcome> {
  const hook = hookId === null ? null : await findHook(db, hookId);
  if (!hook) return { kind: "failed", reason: "The receiver is gone.", isLasting: true };
  const secret = unseal(hook.sealedSecret, hook.id, sealingKey);
  if (secret === null) {
    const reason = "The secret cannot be read: OVERMESH_SECRET is another one now. Make a new secret.";
    return { kind: "failed", reason, isLasting: true };
  }
  return postWebhook({ id, body, secret, url: hook.url });
}
