import { createHmac, randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import {
  countCodeTry,
  findPreference,
  listDeliveriesTo,
  takePreference,
  updatePreference,
} from "#db/queries/notification-preference.ts";
import { lastNoticeId } from "#db/queries/warning-notice.ts";
import type { Actor } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { codeMail } from "#server/domain/notification/mail-message.ts";
import { type Preference, UNTOUCHED_PREFERENCE } from "#server/domain/notification/preference-input.ts";
import type { Outlet } from "./outlet.ts";

const CODE_GOOD_MILLISECONDS = 15 * 60_000;
const CODE_TRIES_MAX = 5;
/** An address that is somebody else's must not be filled with codes. */
const CODE_REST_MILLISECONDS = 60_000;

const rejected = (field: string, message: string) => new DomainError("rejected", [{ field, message }]);

/** Where and when the person is told, and what they were told of late. */
export async function readPreference({ db, sendMail }: Pick<Outlet, "db" | "sendMail">, { userId }: Actor) {
  const kept = await findPreference(db, userId);
  const { isOn, filter, schedule } = kept ?? UNTOUCHED_PREFERENCE;
  return {
    canMail: sendMail !== null,
    isNew: kept === null,
    isOn,
    filter,
    schedule,
    email: kept?.email ?? null,
    unverifiedEmail: kept?.unverifiedEmail ?? null,
    deliveries: await listDeliveriesTo(db, userId),
  };
}

/** What happened while it was off is never told. */
export async function savePreference(db: Db, actor: Actor, preference: Preference): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await takePreference(tx, actor.userId, UNTOUCHED_PREFERENCE);
    const begins = preference.isOn && !before.isOn;
    const from = begins ? { throughNoticeId: await lastNoticeId(tx) } : {};
    await updatePreference(tx, actor.userId, { ...preference, ...from });
    const { isOn, filter, schedule } = before;
    await record(tx, actor, "update", { isOn, filter, schedule }, preference);
  });
}

/** Mails a code to the address, which counts once the code comes back. */
export async function sendCode(
  { db, sendMail, sealingKey }: Pick<Outlet, "db" | "sendMail" | "sealingKey">,
  actor: Actor,
  email: string,
  now: Date,
): Promise<void> {
  if (!sendMail) throw rejected("email", "This installation has no mail server.");
  const code = randomInt(1_000_000).toString().padStart(6, "0");
  await db.transaction(async (tx) => {
    const { codeSentAt } = await takePreference(tx, actor.userId, UNTOUCHED_PREFERENCE);
    if (codeSentAt && now.getTime() - codeSentAt.getTime() < CODE_REST_MILLISECONDS) {
      throw rejected("email", "A code was sent less than a minute ago. Wait a little and try again.");
    }
    await updatePreference(tx, actor.userId, {
      unverifiedEmail: email,
      codeHash: hashOf(code, actor, sealingKey),
      codeSentAt: now,
      codeTryCount: 0,
    });
    await record(tx, actor, "send-code", null, null);
  });
  const outcome = await sendMail(email, randomUUID(), codeMail(code));
  if (outcome.kind === "failed") throw rejected("email", `No code could be sent. ${outcome.reason}`);
}

export async function confirmCode(
  { db, sealingKey }: Pick<Outlet, "db" | "sealingKey">,
  actor: Actor,
  code: string,
  now: Date,
): Promise<void> {
  // Counted for good before it is looked at, so that no number of processes can guess faster.
  const sent = await countCodeTry(db, actor.userId, {
    sentAfter: new Date(now.getTime() - CODE_GOOD_MILLISECONDS),
    triesMax: CODE_TRIES_MAX,
  });
  if (!sent) throw rejected("code", "This code is not good any more. Let another one be sent.");
  const given = Buffer.from(hashOf(code, actor, sealingKey));
  const wanted = Buffer.from(sent.codeHash);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw rejected("code", "This is not the code that was sent.");
  }
  await db.transaction(async (tx) => {
    const before = await takePreference(tx, actor.userId, UNTOUCHED_PREFERENCE);
    if (before.codeHash !== sent.codeHash) {
      throw rejected("code", "Another code was sent meanwhile; type that one.");
    }
    await updatePreference(tx, actor.userId, {
      email: sent.unverifiedEmail,
      unverifiedEmail: null,
      codeHash: null,
      isOn: true,
      throughNoticeId: before.isOn && before.email ? before.throughNoticeId : await lastNoticeId(tx),
    });
    await record(tx, actor, "confirm-address", { isOn: before.isOn }, { isOn: true });
  });
}

/** Nothing is mailed any more. */
export async function removeEmail(db: Db, actor: Actor): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await takePreference(tx, actor.userId, UNTOUCHED_PREFERENCE);
    const none = { email: null, unverifiedEmail: null, codeHash: null, isOn: false };
    await updatePreference(tx, actor.userId, none);
    await record(tx, actor, "remove-address", { isOn: before.isOn }, { isOn: false });
  });
}

function hashOf(code: string, { userId }: Actor, key: Buffer): string {
  return createHmac("sha256", key).update(`${userId} ${code}`).digest("hex");
}

/** The address itself is nobody else's business. */
async function record(tx: Db, actor: Actor, verb: string, before: unknown, after: unknown): Promise<void> {
  const { userId, name } = actor;
  await recordChange(tx, {
    actor,
    action: `notifications.${verb}`,
    subjectKind: "notifications",
    subjectId: userId,
    subjectName: name,
    vdcId: null,
    before,
    after,
  });
  await announce(tx, { topic: "notification", id: userId, vdcId: null });
}
