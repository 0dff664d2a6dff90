import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { AllVdcs } from "#server/domain/access.ts";
import type { Preference } from "#server/domain/notification/preference-input.ts";
import type { Db } from "../client.ts";
import { notificationDeliveries, notificationPreferences } from "../schema/notification.ts";
import { users } from "../schema/user.ts";

type Row = typeof notificationPreferences.$inferSelect;
export type StoredPreference = Omit<Row, "filter" | "schedule"> & Preference;

const p = notificationPreferences;

/** Both were written from a parsed `Preference`. */
const toStored = (row: Row): StoredPreference => ({
  ...row,
  filter: row.filter as Preference["filter"],
  schedule: row.schedule as Preference["schedule"],
});

/** A person's own. */
export async function findPreference(db: Db, userId: string): Promise<StoredPreference | null> {
  const [row] = await db.select().from(p).where(eq(p.userId, userId));
  return row ? toStored(row) : null;
}

/** The person's row, made from `untouched` if there is none, and held until the transaction ends. */
export async function takePreference(
  tx: Db,
  userId: string,
  untouched: Preference,
): Promise<StoredPreference> {
  await tx
    .insert(p)
    .values({ userId, ...untouched, throughNoticeId: 0 })
    .onConflictDoNothing();
  const [row] = await tx.select().from(p).where(eq(p.userId, userId)).for("update");
  if (!row) throw new Error("A preference is gone while it is held.");
  return toStored(row);
}

export async function updatePreference(
  tx: Db,
  userId: string,
  patch: Partial<StoredPreference>,
): Promise<void> {
  await tx.update(p).set(patch).where(eq(p.userId, userId));
}

/** Counts a try at the code that was sent after `sentAfter`; null when there is none, or too many were made. */
export async function countCodeTry(
  db: Db,
  userId: string,
  { sentAfter, triesMax }: { sentAfter: Date; triesMax: number },
): Promise<{ codeHash: string; unverifiedEmail: string } | null> {
  const [row] = await db
    .update(p)
    .set({ codeTryCount: sql`${p.codeTryCount} + 1` })
    .where(
      and(
        eq(p.userId, userId),
        isNotNull(p.codeHash),
        gt(p.codeSentAt, sentAfter),
        lt(p.codeTryCount, triesMax),
      ),
    )
    .returning({ codeHash: p.codeHash, unverifiedEmail: p.unverifiedEmail });
  return row?.codeHash && row.unverifiedEmail
    ? { codeHash: row.codeHash, unverifiedEmail: row.unverifiedEmail }
    : null;
}

/** People who are told by e-mail and have something to hear of. */
export async function listUserIdsBehind(db: Db, lastNoticeId: number): Promise<string[]> {
  const rows = await db
    .select({ userId: p.userId })
    .from(p)
    .where(and(eq(p.isOn, true), isNotNull(p.email), lt(p.throughNoticeId, lastNoticeId)));
  return rows.map(({ userId }) => userId);
}

/** Holds the row, unless another process does already. */
export async function takePreferenceToTell(tx: Db, userId: string): Promise<StoredPreference | null> {
  const [row] = await tx
    .select()
    .from(p)
    .where(and(eq(p.userId, userId), eq(p.isOn, true), isNotNull(p.email)))
    .for("update", { skipLocked: true });
  return row ? toStored(row) : null;
}

/** Those of these user names who may read every warning. `isTold`: they get mails. By name. */
export async function listPeopleToTell(
  tx: Db,
  _scope: AllVdcs,
  userNames: readonly string[],
): Promise<{ userId: string; userName: string; isTold: boolean }[]> {
  if (userNames.length === 0) return [];
  return tx
    .select({
      userId: users.id,
      userName: users.username,
      isTold: sql<boolean>`coalesce(${p.isOn} and ${p.email} is not null, false)`,
    })
    .from(users)
    .leftJoin(p, eq(p.userId, users.id))
    .where(and(inArray(users.username, [...userNames]), isNotNull(users.cloudRole), isNull(users.disabledAt)))
    .orderBy(asc(users.username));
}

const LISTED_MAX = 10;

/** What the person was told of late, newest first. */
export async function listDeliveriesTo(db: Db, userId: string) {
  const d = notificationDeliveries;
  return db
    .select({
      id: d.id,
      summary: d.summary,
      state: d.state,
      createdAt: d.createdAt,
      lastFailure: d.lastFailure,
    })
    .from(d)
    .where(eq(d.userId, userId))
    .orderBy(desc(d.createdAt))
    .limit(LISTED_MAX);
}
