import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";
import { insertDelivery } from "#db/queries/notification-delivery.ts";
import { listPeopleToTell } from "#db/queries/notification-preference.ts";
import type { WarningRow } from "#db/queries/warning.ts";
import type { Actor, AllVdcs } from "#server/domain/access.ts";
import { mentionedUserNames } from "#server/domain/mention.ts";
import { mentionMail } from "#server/domain/notification/mail-message.ts";
import type { Outlet } from "../notification/outlet.ts";

/** Who was named in a comment: those who are mailed it, and those who may see it but are mailed nothing. */
export type Mentioned = { mailedNames: string[]; unmailedNames: string[] };

type Comment = { warning: WarningRow; text: string; now: Date };

/**
 * Writes a mail to everybody whom the comment names and who may read warnings. It goes out at once, whatever their quiet
 * hours: a colleague called them. Who has turned mails off is told nothing.
 */
export async function tellMentioned(
  tx: Db,
  { scope, actor }: { scope: AllVdcs; actor: Actor },
  { warning, text, now }: Comment,
  outlet: Pick<Outlet, "sendMail" | "url">,
): Promise<Mentioned & { deliveryIds: string[] }> {
  const people = await listPeopleToTell(tx, scope, mentionedUserNames(text));
  const told: Mentioned & { deliveryIds: string[] } = { mailedNames: [], unmailedNames: [], deliveryIds: [] };
  for (const { userId, userName, isTold } of people) {
    if (userId === actor.userId) continue;
    if (!isTold || !outlet.sendMail) {
      told.unmailedNames.push(userName);
      continue;
    }
    const id = randomUUID();
    const body = JSON.stringify(mentionMail({ byName: actor.name, text, warning, url: outlet.url }));
    const summary = `${actor.name} named you in a comment`;
    await insertDelivery(tx, { id, userId, isTest: false, summary, body, vdcIds: null, createdAt: now });
    told.mailedNames.push(userName);
    told.deliveryIds.push(id);
  }
  return told;
}
