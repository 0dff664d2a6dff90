import { and, asc, count, desc, eq, gt, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Scope } from "#server/domain/access.ts";
import type { WarningFilter } from "#server/domain/warning-input.ts";
import type { Db } from "../client.ts";
import { warningEvents, warnings } from "../schema/warning.ts";
import type { NO_ACKNOWLEDGEMENT } from "./warning-findings.ts";

export type WarningRow = typeof warnings.$inferSelect;
type WarningEventRow = typeof warningEvents.$inferSelect;

const LISTED_MAX = 500;

/** False when it is not open (any more), or outside the scope. */
export async function acknowledgeWarning(
  tx: Db,
  scope: Scope,
  id: string,
  acknowledgement: Required<Pick<WarningRow, keyof typeof NO_ACKNOWLEDGEMENT>>,
): Promise<boolean> {
  const rows = await tx
    .update(warnings)
    .set(acknowledgement)
    .where(and(inScope(scope), eq(warnings.id, id), isNull(warnings.resolvedAt)))
    .returning({ id: warnings.id });
  return rows.length > 0;
}

export async function findWarning(db: Db, scope: Scope, id: string): Promise<WarningRow | null> {
  const [row] = await db
    .select()
    .from(warnings)
    .where(and(inScope(scope), eq(warnings.id, id)));
  return row ?? null;
}

/** Newest first. */
export async function listWarningEvents(db: Db, warningId: string): Promise<WarningEventRow[]> {
  return db
    .select()
    .from(warningEvents)
    .where(eq(warningEvents.warningId, warningId))
    .orderBy(desc(warningEvents.at), desc(warningEvents.kind))
    .limit(200);
}

function inScope(scope: Scope): SQL | undefined {
  return scope.vdcId === null ? undefined : eq(warnings.vdcId, scope.vdcId);
}

function isAcknowledged(now: Date): SQL | undefined {
  const hasEnd = or(isNull(warnings.acknowledgedUntil), gt(warnings.acknowledgedUntil, now));
  return and(isNotNull(warnings.acknowledgedAt), hasEnd);
}

/** `unresolved`: open, acknowledged or not. */
type StoredFilter = Omit<WarningFilter, "state"> & { state: WarningFilter["state"] | "unresolved" };

function inState(state: StoredFilter["state"], now: Date): SQL | undefined {
  const isUnacknowledged = or(isNull(warnings.acknowledgedAt), lte(warnings.acknowledgedUntil, now));
  switch (state) {
    case "open":
      return and(isNull(warnings.resolvedAt), isUnacknowledged);
    case "acknowledged":
      return and(isNull(warnings.resolvedAt), isAcknowledged(now));
    case "unresolved":
      return isNull(warnings.resolvedAt);
    case "resolved":
      return isNotNull(warnings.resolvedAt);
    case "all":
      return undefined;
  }
}

function matches(filter: StoredFilter, now: Date): SQL | undefined {
  const pattern = `%${(filter.text ?? "").replace(/[\\%_]/g, String.raw`\$&`)}%`;
  return and(
    inState(filter.state, now),
    filter.vdcId === undefined ? undefined : eq(warnings.vdcId, filter.vdcId),
    filter.pdcName === undefined ? undefined : isTouched(`pdc:${filter.pdcName}`),
    filter.nodeId === undefined ? undefined : isTouched(`node:${filter.nodeId.toLowerCase()}`),
    filter.text
      ? sql`(${warnings.cause} ilike ${pattern} or ${warnings.subjectLabel} ilike ${pattern} or ${warnings.code} ilike ${pattern})`
      : undefined,
  );
}

function isTouched(key: string): SQL {
  return sql`${warnings.touches} @> array[${key}]::text[]`;
}

const BY_SEVERITY = sql`array_position(array['critical', 'warning', 'info'], ${warnings.severity})`;

/** Worst and newest first, at most 500. */
export async function listWarnings(
  db: Db,
  scope: Scope,
  filter: StoredFilter,
  now: Date,
): Promise<WarningRow[]> {
  return db
    .select()
    .from(warnings)
    .where(
      and(
        inScope(scope),
        matches(filter, now),
        filter.severity === undefined ? undefined : eq(warnings.severity, filter.severity),
        filter.code === undefined ? undefined : eq(warnings.code, filter.code),
      ),
    )
    .orderBy(BY_SEVERITY, desc(warnings.openedAt), asc(warnings.code), asc(warnings.subjectKey))
    .limit(LISTED_MAX);
}

/** How many the filter leaves by severity and code, those two themselves not applied. */
export async function countWarnings(db: Db, scope: Scope, filter: WarningFilter, now: Date) {
  return db
    .select({ severity: warnings.severity, code: warnings.code, count: count() })
    .from(warnings)
    .where(and(inScope(scope), matches(filter, now)))
    .groupBy(warnings.severity, warnings.code)
    .orderBy(asc(warnings.code));
}

/** PDC names that open warnings are about. */
export async function listWarningPdcNames(db: Db, scope: Scope): Promise<string[]> {
  const touched = db
    .select({ key: sql<string>`unnest(${warnings.touches})`.as("key") })
    .from(warnings)
    .where(and(inScope(scope), isNull(warnings.resolvedAt)))
    .as("touched");
  const rows = await db
    .selectDistinct({ key: touched.key })
    .from(touched)
    .where(sql`${touched.key} like 'pdc:%'`)
    .orderBy(asc(touched.key));
  return rows.map(({ key }) => key.slice("pdc:".length));
}
