import { and, asc, count, desc, eq, inArray, isNull, notInArray, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { AllVdcs, Scope } from "#server/domain/access.ts";
import type { WarningCursor, WarningSelection, WarningSort } from "#server/domain/warning-input.ts";
import type { Db } from "../client.ts";
import { users } from "../schema/user.ts";
import { warningEvents, warningLooks, warnings } from "../schema/warning.ts";
import { chunks } from "./chunks.ts";
import { inScope, matches, matchesFolded, type StoredFilter } from "./warning-filter.ts";

export type WarningRow = typeof warnings.$inferSelect;
export type WarningEventRow = typeof warningEvents.$inferSelect;
export type SeenWarningRow = WarningRow & {
  assigneeName: string | null;
  /** When the asker last looked; null: never. */
  lookedAt: Date | null;
  /** When the asker last looked at any warning; null: never. */
  lookedAnywhereAt: Date | null;
};

/** The database does not read what is no id; such a person has looked at nothing. */
const personOf = (userId: string): string | null => (z.guid().safeParse(userId).success ? userId : null);

function selectSeen(db: Db, userId: string) {
  const isOwnLook = and(
    eq(warningLooks.warningId, warnings.id),
    sql`${warningLooks.userId} = ${personOf(userId)}::uuid`,
  );
  return db
    .select({
      warning: warnings,
      assigneeName: users.name,
      lookedAt: warningLooks.lookedAt,
      lookedAnywhereAt:
        sql`(select max(looked_at) from ${warningLooks} where user_id = ${personOf(userId)}::uuid)`.mapWith(
          warningLooks.lookedAt,
        ),
    })
    .from(warnings)
    .leftJoin(users, eq(users.id, warnings.assigneeId))
    .leftJoin(warningLooks, isOwnLook)
    .$dynamic();
}

type Seen = { warning: WarningRow } & Pick<SeenWarningRow, "assigneeName" | "lookedAt" | "lookedAnywhereAt">;
const seen = ({ warning, ...beside }: Seen): SeenWarningRow => ({ ...warning, ...beside });

export async function findWarning(
  db: Db,
  scope: Scope,
  userId: string,
  id: string,
): Promise<SeenWarningRow | null> {
  const [row] = await selectSeen(db, userId).where(and(inScope(scope), eq(warnings.id, id)));
  return row ? seen(row) : null;
}

/** Newest first, and of one instant the latest written first. */
export async function listWarningEvents(db: Db, warningId: string): Promise<WarningEventRow[]> {
  return db
    .select()
    .from(warningEvents)
    .where(eq(warningEvents.warningId, warningId))
    .orderBy(desc(warningEvents.at), desc(warningEvents.kind))
    .limit(200);
}

type SortKey = { key: SQL; text: SQL; parse: (text: string) => SQL; isDescending: boolean };

const integer = (key: SQL, isDescending: boolean): SortKey => ({
  key,
  text: sql`${key}::text`,
  parse: (text) => sql`${text}::int`,
  isDescending,
});
const instant = (key: SQL): SortKey => ({
  key,
  // To the microsecond, which JavaScript's own instants do not have.
  text: sql`to_char(${key} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  parse: (text) => sql`${text}::timestamptz`,
  isDescending: true,
});

/** `severity`: of the warning alone, whatever its effects. */
type Sort = WarningSort | "severity";

const SORT_KEYS: Record<Sort, readonly SortKey[]> = {
  urgency: [
    integer(sql`${warnings.urgency}`, false),
    integer(sql`${warnings.effectCount}`, true),
    instant(sql`${warnings.openedAt}`),
  ],
  severity: [
    integer(sql`array_position(array['critical', 'warning', 'info'], ${warnings.severity})`, false),
    instant(sql`${warnings.openedAt}`),
  ],
  openedAt: [instant(sql`${warnings.openedAt}`)],
  changedAt: [instant(sql`${warnings.changedAt}`)],
};

type Order = { sort: Sort; isReversed: boolean };

function sortKeysOf({ sort, isReversed }: Order): SortKey[] {
  return SORT_KEYS[sort].map((key) => ({ ...key, isDescending: key.isDescending !== isReversed }));
}

function comesAfter(sortKeys: readonly SortKey[], { keys, id }: WarningCursor): SQL | undefined {
  const last = sql`${warnings.id} > ${id}::uuid`;
  return sortKeys.reduceRight<SQL | undefined>((rest, { key, parse, isDescending }, at) => {
    const there = parse(keys[at] ?? "");
    const isAfter = isDescending ? sql`${key} < ${there}` : sql`${key} > ${there}`;
    return or(isAfter, and(sql`${key} = ${there}`, rest));
  }, last);
}

type Page = Order & { filter: StoredFilter; limit: number; cursor: WarningCursor | null };

/** One page; `nextCursor` null: it is the last. A page begins where the one before ended, whatever was written in between. */
export async function listWarningPage(
  db: Db,
  scope: Scope,
  userId: string,
  { filter, limit, cursor, ...order }: Page,
  now: Date,
): Promise<{ rows: SeenWarningRow[]; nextCursor: WarningCursor | null }> {
  const sortKeys = sortKeysOf(order);
  const found = await selectSeen(db, userId)
    .where(and(matches(scope, filter, now), cursor ? comesAfter(sortKeys, cursor) : undefined))
    .orderBy(
      ...sortKeys.map(({ key, isDescending }) => (isDescending ? desc(key) : asc(key))),
      asc(warnings.id),
    )
    .limit(limit + 1);
  const rows = found.slice(0, limit).map(seen);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last ? await cursorOf(db, sortKeys, last.id) : null };
}

async function cursorOf(db: Db, sortKeys: readonly SortKey[], id: string): Promise<WarningCursor | null> {
  const keys = sql<string[]>`array[${sql.join(
    sortKeys.map(({ text }) => text),
    sql`, `,
  )}]`;
  const [row] = await db.select({ keys }).from(warnings).where(eq(warnings.id, id));
  return row ? { keys: row.keys, id } : null;
}

/** Most urgent first, at most `limit`, as they were last read. */
export async function listWarnings(
  db: Db,
  scope: Scope,
  filter: StoredFilter,
  now: Date,
  limit = 500,
): Promise<WarningRow[]> {
  const keys = sortKeysOf({ sort: "urgency", isReversed: false });
  return db
    .select()
    .from(warnings)
    .where(matches(scope, filter, now))
    .orderBy(...keys.map(({ key, isDescending }) => (isDescending ? desc(key) : asc(key))), asc(warnings.id))
    .limit(limit);
}

/** How many the filter leaves, by severity and code. */
export async function countWarnings(db: Db, scope: Scope, filter: StoredFilter, now: Date) {
  return db
    .select({ severity: warnings.severity, code: warnings.code, count: count() })
    .from(warnings)
    .where(matches(scope, filter, now))
    .groupBy(warnings.severity, warnings.code)
    .orderBy(asc(warnings.code));
}

/** Effects that the list leaves to their root causes. */
export async function countFolded(db: Db, scope: AllVdcs, filter: StoredFilter, now: Date): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(warnings)
    .where(matchesFolded(scope, filter, now));
  return row?.count ?? 0;
}

/** How many the filter leaves, by PDC and severity; one that is about several PDCs counts in each. */
export async function countWarningsByPdc(db: Db, scope: AllVdcs, filter: StoredFilter, now: Date) {
  const touched = db
    .select({ severity: warnings.severity, key: sql<string>`unnest(${warnings.touches})`.as("key") })
    .from(warnings)
    .where(matches(scope, filter, now))
    .as("touched");
  const rows = await db
    .select({ key: touched.key, severity: touched.severity, count: count() })
    .from(touched)
    .where(sql`${touched.key} like 'pdc:%'`)
    .groupBy(touched.key, touched.severity)
    .orderBy(asc(touched.key));
  return rows.map(({ key, ...row }) => ({ pdcName: key.slice("pdc:".length), ...row }));
}

/** Operators who may be given a warning, and people who have one. */
export async function listAssignees(
  db: Db,
  _scope: AllVdcs,
): Promise<{ id: string; name: string; isOperator: boolean }[]> {
  const isOperator = and(eq(users.cloudRole, "operator"), isNull(users.disabledAt));
  const hasOne = sql`exists (select 1 from ${warnings} where ${warnings.assigneeId} = ${users.id} and ${warnings.resolvedAt} is null)`;
  return db
    .select({ id: users.id, name: users.name, isOperator: sql<boolean>`coalesce(${isOperator}, false)` })
    .from(users)
    .where(or(isOperator, hasOne))
    .orderBy(asc(users.name));
}

/** Most urgent first, at most `limit`. Those that are not there any more are missing. */
export async function listSelectedWarnings(
  tx: Db,
  scope: AllVdcs,
  { selection, filter }: { selection: WarningSelection; filter: StoredFilter | null },
  now: Date,
  limit: number,
): Promise<WarningRow[]> {
  const isSelected =
    selection.kind === "ids"
      ? inArray(warnings.id, selection.warningIds)
      : and(
          filter ? matches(scope, filter, now) : undefined,
          notInArray(warnings.id, selection.exceptWarningIds),
        );
  return tx
    .select()
    .from(warnings)
    .where(and(inScope(scope), isSelected))
    .orderBy(asc(warnings.urgency), asc(warnings.code), asc(warnings.subjectLabel), asc(warnings.id))
    .limit(limit);
}

/** The same for all of them. */
export async function patchReviewed(
  tx: Db,
  _scope: AllVdcs,
  ids: readonly string[],
  patch: Partial<typeof warnings.$inferInsert>,
): Promise<void> {
  for (const chunk of chunks(ids)) await tx.update(warnings).set(patch).where(inArray(warnings.id, chunk));
}

/** False when there is no such warning. */
export async function recordLook(
  tx: Db,
  scope: AllVdcs,
  look: { userId: string; warningId: string; lookedAt: Date },
): Promise<boolean> {
  const [warning] = await tx
    .select({ id: warnings.id })
    .from(warnings)
    .where(and(inScope(scope), eq(warnings.id, look.warningId)));
  if (!warning) return false;
  await tx
    .insert(warningLooks)
    .values(look)
    .onConflictDoUpdate({
      target: [warningLooks.userId, warningLooks.warningId],
      set: { lookedAt: sql`greatest(${warningLooks.lookedAt}, excluded.looked_at)` },
    });
  return true;
}
