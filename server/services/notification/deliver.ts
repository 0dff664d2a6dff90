import { announce } from "#db/queries/event.ts";
import { claimDelivery, type Delivery, finishAttempt } from "#db/queries/notification-delivery.ts";
import { findHook } from "#db/queries/notification-hook.ts";
import { findPreference } from "#db/queries/notification-preference.ts";
import { unseal } from "#server/adapters/notify/sealed-secret.ts";
import { afterAttempt, type Outcome } from "#server/domain/notification/delivery.ts";
import type { Mail } from "#server/domain/notification/mail-message.ts";
import { currentActor } from "../actor.ts";
import type { Outlet } from "./outlet.ts";
import { visibleVdcIds } from "./tell-people.ts";

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
    const { hookId } = delivery;
    const vdcId = hookId === null ? null : ((await findHook(tx, hookId))?.vdcId ?? null);
    if (isOurs) await announce(tx, { topic: "notification", id: hookId, vdcId });
    return isOurs;
  });
  if (isFinished && delaySeconds !== null) {
    await deliveryQueue.enqueueDeliveries([{ deliveryId, delaySeconds }]);
  }
}

const GONE: Outcome = { kind: "failed", reason: "The receiver is gone.", isLasting: true };

async function attempt(outlet: Outlet, delivery: Delivery): Promise<Outcome> {
  if (delivery.hookId !== null) return attemptHook(outlet, delivery, delivery.hookId);
  return delivery.userId === null ? GONE : attemptMail(outlet, delivery, delivery.userId);
}

/** What somebody may not see any more is not sent to them, whenever it was written. */
async function attemptMail(
  { db, sendMail }: Outlet,
  { id, body, vdcIds }: Delivery,
  userId: string,
): Promise<Outcome> {
  const actor = await currentActor(db, userId);
  const preference = await findPreference(db, userId);
  if (!sendMail || !actor || !preference?.email || !preference.isOn) return GONE;
  const visible = visibleVdcIds(actor);
  const maySee = visible === null || (vdcIds !== null && vdcIds.every((vdcId) => visible.includes(vdcId)));
  if (!maySee) {
    const reason = "Its receiver may not see all of it any more.";
    return { kind: "failed", reason, isLasting: true };
  }
  // Written by `warningMail` alone.
  return sendMail(preference.email, id, JSON.parse(body) as Mail);
}

async function attemptHook(
  { db, sealingKey, postWebhook }: Outlet,
  { id, body }: Delivery,
  hookId: string,
): Promise<Outcome> {
  const hook = await findHook(db, hookId);
  if (!hook) return GONE;
  const secret = unseal(hook.sealedSecret, hook.id, sealingKey);
  if (secret === null) {
    const reason = "The secret cannot be read: OVERMESH_SECRET is another one now. Make a new secret.";
    return { kind: "failed", reason, isLasting: true };
  }
  return postWebhook({ id, body, secret, url: hook.url });
}
