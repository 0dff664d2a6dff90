import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import {
  findHookDelivery,
  insertDelivery,
  listHookDeliveries,
  requeueDelivery,
} from "#db/queries/notification-delivery.ts";
import {
  countHooks,
  deleteHook as removeHook,
  findHookForUpdate,
  type Hook,
  insertHook,
  listHooks as selectHooks,
  updateHook as patchHook,
} from "#db/queries/notification-hook.ts";
import { findVdcForUpdate } from "#db/queries/vdc.ts";
import { isUniqueViolation } from "#db/queries/violation.ts";
import { lastNoticeId } from "#db/queries/warning-notice.ts";
import { makeWebhookSecret, seal } from "#server/adapters/notify/sealed-secret.ts";
import { type Grant, mayIn, type VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { HookDraft } from "#server/domain/notification/hook-input.ts";
import { hookTestMessage } from "#server/domain/notification/hook-message.ts";
import type { Outlet } from "./outlet.ts";

/** Of the whole cloud, or of one vDC whose admins have webhooks of their own. */
type Read = Grant<"notification:read">;
type Manage = Grant<"notification:manage">;

const HOOKS_PER_VDC_MAX = 10;

/** A URL's path often is a password; only who may change it reads it. */
function shownUrl(url: string, isWhole: boolean): string {
  const { origin, pathname, search } = new URL(url);
  return isWhole || pathname + search === "/" ? url : `${origin}/…`;
}

/** Without their secrets. Of the whole cloud all there are, those of vDCs with the vDC's name. */
export async function listHooks(db: Db, { actor, scope }: Read) {
  const isWhole = mayIn(actor, scope.vdcId, "notification:manage");
  const hooks = await selectHooks(db, scope);
  return hooks.map(
    ({ id, vdcId, vdcName, name, url, filter, pausedAt, createdAt, lastDeliveredAt, failedCount }) => ({
      id,
      vdcId,
      vdcName,
      name,
      url: shownUrl(url, isWhole),
      filter,
      pausedAt,
      createdAt,
      lastDeliveredAt,
      failedCount,
    }),
  );
}

/** The newest ones; what was sent is left out. */
export async function listDeliveries(db: Db, grant: Read, hookId: string) {
  const deliveries = await listHookDeliveries(db, grant.scope, hookId);
  return deliveries.map((delivery) => ({
    id: delivery.id,
    isTest: delivery.isTest,
    summary: delivery.summary,
    state: delivery.state,
    attemptCount: delivery.attemptCount,
    dueAt: delivery.dueAt,
    lastAttemptAt: delivery.lastAttemptAt,
    lastStatusCode: delivery.lastStatusCode,
    lastDurationMilliseconds: delivery.lastDurationMilliseconds,
    lastFailure: delivery.lastFailure,
    createdAt: delivery.createdAt,
  }));
}

/** Its secret is told here and never again. */
export async function createHook(
  { db, sealingKey }: Pick<Outlet, "db" | "sealingKey">,
  grant: Manage,
  draft: HookDraft,
): Promise<{ id: string; name: string; secret: string }> {
  const id = randomUUID();
  const secret = makeWebhookSecret();
  await refuseTakenName(() =>
    db.transaction(async (tx) => {
      const { scope } = grant;
      if (scope.vdcId !== null) await refuseTooMany(tx, scope);
      const throughNoticeId = await lastNoticeId(tx);
      await insertHook(tx, grant.scope, {
        id,
        ...draft,
        sealedSecret: seal(secret, id, sealingKey),
        throughNoticeId,
      });
      await record(tx, grant, "create", { id, name: draft.name, vdcId: scope.vdcId }, null, auditOf(draft));
    }),
  );
  return { id, name: draft.name, secret };
}

/** Another URL gets another secret, which is told here: the old one's keeper must not hear what the new one does. */
export async function changeHook(
  { db, sealingKey }: Pick<Outlet, "db" | "sealingKey">,
  grant: Manage,
  id: string,
  draft: HookDraft,
): Promise<{ id: string; name: string; secret: string | null }> {
  return refuseTakenName(() =>
    db.transaction(async (tx) => {
      const before = await requireHook(tx, grant, id);
      const isElsewhere = new URL(draft.url).host !== new URL(before.url).host;
      const secret = isElsewhere ? makeWebhookSecret() : null;
      const sealed = secret === null ? {} : { sealedSecret: seal(secret, id, sealingKey) };
      await patchHook(tx, grant.scope, id, { ...draft, ...sealed });
      await record(tx, grant, "update", { ...before, name: draft.name }, auditOf(before), auditOf(draft));
      return { id, name: draft.name, secret };
    }),
  );
}

/** The old one signs nothing from now on. */
export async function renewHookSecret(
  { db, sealingKey }: Pick<Outlet, "db" | "sealingKey">,
  grant: Manage,
  id: string,
): Promise<{ id: string; name: string; secret: string }> {
  const secret = makeWebhookSecret();
  return db.transaction(async (tx) => {
    const hook = await requireHook(tx, grant, id);
    await patchHook(tx, grant.scope, id, { sealedSecret: seal(secret, id, sealingKey) });
    await record(tx, grant, "renew-secret", hook, null, null);
    return { id, name: hook.name, secret };
  });
}

/** What happens while it is paused it is never told of. */
export async function pauseHook(
  db: Db,
  grant: Manage,
  id: string,
  isPaused: boolean,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const hook = await requireHook(tx, grant, id);
    if ((hook.pausedAt !== null) === isPaused) return;
    const after = isPaused ? { pausedAt: now } : { pausedAt: null, throughNoticeId: await lastNoticeId(tx) };
    await patchHook(tx, grant.scope, id, after);
    await record(tx, grant, isPaused ? "pause" : "resume", hook, null, null);
  });
}

export async function deleteHook(db: Db, grant: Manage, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const hook = await requireHook(tx, grant, id);
    await removeHook(tx, grant.scope, id);
    await record(tx, grant, "delete", hook, auditOf(hook), null);
  });
}

/** A message that tells of nothing, tried once, also of a paused one. */
export async function testHook(
  { db, deliveryQueue, url }: Pick<Outlet, "db" | "deliveryQueue" | "url">,
  grant: Manage,
  id: string,
  now: Date,
): Promise<{ deliveryId: string }> {
  const deliveryId = randomUUID();
  await db.transaction(async (tx) => {
    const hook = await requireHook(tx, grant, id);
    const body = hookTestMessage({ id: deliveryId, createdAt: now, url, vdcId: hook.vdcId });
    const message = { id: deliveryId, isTest: true, summary: "Test", body, createdAt: now };
    await insertDelivery(tx, { ...message, hookId: id });
    await record(tx, grant, "test", hook, null, null);
  });
  await deliveryQueue.enqueueDeliveries([{ deliveryId, delaySeconds: 0 }]);
  return { deliveryId };
}

/** The same message with the same id, from the first attempt on. */
export async function sendAgain(
  { db, deliveryQueue }: Pick<Outlet, "db" | "deliveryQueue">,
  grant: Manage,
  deliveryId: string,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const delivery = await findHookDelivery(tx, grant.scope, deliveryId);
    if (!delivery?.hookId) throw new DomainError("not-found", "No such delivery.");
    const hook = await requireHook(tx, grant, delivery.hookId);
    if (!(await requeueDelivery(tx, grant.scope, deliveryId, now))) {
      throw new DomainError("conflict", "This delivery is under way.");
    }
    await record(tx, grant, "send-again", hook, null, { deliveryId, summary: delivery.summary });
  });
  await deliveryQueue.enqueueDeliveries([{ deliveryId, delaySeconds: 0 }]);
}

/** Whoever adds one holds the vDC's row, so that they are counted one at a time. */
async function refuseTooMany(tx: Db, scope: VdcScope): Promise<void> {
  if (!(await findVdcForUpdate(tx, scope))) throw new DomainError("not-found", "No such vDC.");
  if ((await countHooks(tx, scope)) < HOOKS_PER_VDC_MAX) return;
  const message = `A vDC has at most ${HOOKS_PER_VDC_MAX} webhooks.`;
  throw new DomainError("rejected", [{ field: "", message }]);
}

async function requireHook(tx: Db, grant: Manage, id: string): Promise<Hook> {
  const hook = await findHookForUpdate(tx, grant.scope, id);
  if (!hook) throw new DomainError("not-found", "No such webhook.");
  return hook;
}

async function refuseTakenName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error, "notification_hook_name_in_vdc")) throw error;
    throw new DomainError("rejected", [{ field: "name", message: "Another webhook has this name." }]);
  }
}

/** What the audit keeps: no secret, and of the URL only where it leads. */
function auditOf({ name, url, filter }: HookDraft) {
  return { name, url: shownUrl(url, false), filter };
}

async function record(
  tx: Db,
  { actor }: Manage,
  action: string,
  { id, name, vdcId }: Pick<Hook, "id" | "name" | "vdcId">,
  before: unknown,
  after: unknown,
): Promise<void> {
  const subject = { subjectKind: "webhook", subjectId: id, subjectName: name, vdcId };
  await recordChange(tx, { actor, action: `webhook.${action}`, ...subject, before, after });
  await announce(tx, { topic: "notification", id, vdcId });
}
