import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { hasDeliveryUnderWay, insertDelivery } from "#db/queries/notification-delivery.ts";
import {
  listUserIdsBehind,
  type StoredPreference,
  takePreferenceToTell,
  updatePreference,
} from "#db/queries/notification-preference.ts";
import { lastNoticeId, listNoticed } from "#db/queries/warning-notice.ts";
import { type Actor, permissionsOf } from "#server/domain/access.ts";
import { warningMail } from "#server/domain/notification/mail-message.ts";
import { tellAt } from "#server/domain/notification/schedule.ts";
import { type Audience, hasCritical, reachOf, summaryOf, toldTo } from "#server/domain/notification/told.ts";
import { currentActor } from "../actor.ts";
import type { Outlet } from "./outlet.ts";

/** What comes within it becomes one mail. */
const PERSON_GATHER_MILLISECONDS = 60_000;

/**
 * The vDCs of whose warnings this person may be told; null: of all warnings. The same that the pages show them, looked up
 * when a mail is written and again when it is sent.
 */
export function visibleVdcIds({ cloudRole, roleByVdcId }: Actor): string[] | null {
  if (cloudRole && permissionsOf(cloudRole).includes("warning:read")) return null;
  return [...roleByVdcId]
    .filter(([, role]) => permissionsOf(role).includes("warning:read-own"))
    .map(([vdcId]) => vdcId);
}

/** Writes a mail for each person whose time has come, and queues it; as with webhooks, once and in order. */
export async function tellPeople(outlet: Outlet, now: Date): Promise<void> {
  const { db, deliveryQueue, sendMail } = outlet;
  if (!sendMail) return;
  const throughId = await lastNoticeId(db);
  for (const userId of await listUserIdsBehind(db, throughId)) {
    const deliveryId = await db.transaction(async (tx) => {
      const preference = await takePreferenceToTell(tx, userId);
      return preference && writeMail(tx, preference, throughId, outlet.url, now);
    });
    if (deliveryId) await deliveryQueue.enqueueDeliveries([{ deliveryId, delaySeconds: 0 }]);
  }
}

async function writeMail(
  tx: Db,
  { userId, filter, schedule, throughNoticeId }: StoredPreference,
  throughId: number,
  url: string,
  now: Date,
): Promise<string | null> {
  if (throughNoticeId >= throughId || (await hasDeliveryUnderWay(tx, { userId }))) return null;
  const actor = await currentActor(tx, userId);
  const vdcIds = actor ? visibleVdcIds(actor) : [];
  const noticed = await listNoticed(tx, { afterId: throughNoticeId, throughId, vdcIds });
  const audience: Audience = {
    ...reachOf(filter, vdcIds),
    hearsReviewedEnds: false,
    hearsPassed: schedule.mode === "daily",
  };
  const told = toldTo(audience, noticed);
  const [first] = noticed;
  if (first && told.length > 0) {
    const noticedAt = new Date(first.at.getTime() + PERSON_GATHER_MILLISECONDS);
    if (tellAt(schedule, { noticedAt, hasCritical: hasCritical(told) }, now) > now) return null;
  }
  await updatePreference(tx, userId, { throughNoticeId: throughId });
  if (told.length === 0) return null;
  const id = randomUUID();
  const body = JSON.stringify(warningMail(told, { url, isCloud: vdcIds === null }));
  await insertDelivery(tx, {
    id,
    userId,
    isTest: false,
    summary: summaryOf(told),
    body,
    vdcIds,
    createdAt: now,
  });
  return id;
}
