import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Scope } from "#server/domain/access.ts";
import type { Evidence, Finding, StoredWarning, SubjectKind } from "#server/domain/warning.ts";
import type { WarningFilter } from "#server/domain/warning-input.ts";
import type { WarningCode } from "#server/domain/warnings/catalogue.ts";
import type { NetworkFacts, PartFailure } from "#server/domain/warnings/situation.ts";
import type { Db } from "../client.ts";
import { chunks } from "./chunks.ts";
import { networks } from "../schema/network.ts";
import { nodeRefreshes } from "../schema/refresh.ts";
import { warningEvents, warnings } from "../schema/warning.ts";

export type WarningRow = typeof warnings.$inferSelect;
export type WarningEventRow = typeof warningEvents.$inferSelect;
export type NewWarningEvent = typeof warningEvents.$inferInsert;

const WARNINGS_LOCK = 4_789_001;
const LISTED_MAX = 500;

/** Whoever recomputes does so alone until the transaction ends, in whatever process. */
export async function lockWarnings(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${WARNINGS_LOCK})`);
}

/** JSON has no dates. Only `contentOf` writes this column, so the shape is its. */
export function reviveEvidence(stored: unknown): Evidence[] {
  return (stored as { sentence: string; observedAt: string }[]).map(({ sentence, observedAt }) => ({
    sentence,
    observedAt: new Date(observedAt),
  }));
}

function toStored(row: WarningRow): StoredWarning {
  return {
    id: row.id,
    // Both columns are written from these unions alone.
    code: row.code as WarningCode,
    subject: { kind: row.subjectKind as SubjectKind, key: row.subjectKey, label: row.subjectLabel },
    severity: row.severity,
    cause: row.cause,
    evidence: reviveEvidence(row.evidence),
    remedy: row.remedy,
    href: row.href,
    touches: row.touches,
    vdcId: row.vdcId,
    isOpen: row.resolvedAt === null,
    acknowledgement:
      row.acknowledgedAt === null
        ? null
        : { reason: row.acknowledgedReason ?? "", until: row.acknowledgedUntil },
  };
}

/** All that were ever found, resolved ones included: they may reopen. */
export async function listStoredWarnings(tx: Db): Promise<StoredWarning[]> {
  return (await tx.select().from(warnings)).map(toStored);
}

function contentOf({ subject, ...finding }: Finding) {
  return {
    ...finding,
    subjectKind: subject.kind,
    subjectKey: subject.key,
    subjectLabel: subject.label,
  };
}

const EXCLUDED_CONTENT = {
  severity: sql`excluded.severity`,
  subjectKind: sql`excluded.subject_kind`,
  subjectLabel: sql`excluded.subject_label`,
  cause: sql`excluded.cause`,
  remedy: sql`excluded.remedy`,
  href: sql`excluded.href`,
  evidence: sql`excluded.evidence`,
  touches: sql`excluded.touches`,
  vdcId: sql`excluded.vdc_id`,
};

const NO_ACKNOWLEDGEMENT = {
  acknowledgedAt: null,
  acknowledgedById: null,
  acknowledgedByName: null,
  acknowledgedReason: null,
  acknowledgedUntil: null,
};

/** Opens new findings and reopens known ones, without an acknowledgement. Returns the ids with what they were opened for. */
export async function openWarnings(tx: Db, findings: readonly Finding[], now: Date) {
  const opened = { openedAt: now, resolvedAt: null, ...NO_ACKNOWLEDGEMENT };
  return writeFindings(tx, findings, now, { ...EXCLUDED_CONTENT, ...opened });
}

/** Brings the words and the evidence of open warnings up to date. */
export async function rewriteWarnings(tx: Db, findings: readonly Finding[], now: Date): Promise<void> {
  await writeFindings(tx, findings, now, EXCLUDED_CONTENT);
}

async function writeFindings(
  tx: Db,
  findings: readonly Finding[],
  now: Date,
  set: typeof EXCLUDED_CONTENT & Partial<typeof NO_ACKNOWLEDGEMENT & { openedAt: Date; resolvedAt: null }>,
) {
  const written: { id: string; code: string; subjectKey: string }[] = [];
  for (const chunk of chunks(findings)) {
    const rows = await tx
      .insert(warnings)
      .values(chunk.map((finding) => ({ ...contentOf(finding), openedAt: now })))
      .onConflictDoUpdate({ target: [warnings.code, warnings.subjectKey], set })
      .returning({ id: warnings.id, code: warnings.code, subjectKey: warnings.subjectKey });
    written.push(...rows);
  }
  return written;
}

export async function resolveWarnings(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  for (const chunk of chunks(ids)) {
    await tx
      .update(warnings)
      .set({ resolvedAt: now, ...NO_ACKNOWLEDGEMENT })
      .where(inArray(warnings.id, chunk));
  }
}

export async function endAcknowledgements(tx: Db, ids: readonly string[]): Promise<void> {
  for (const chunk of chunks(ids)) {
    await tx.update(warnings).set(NO_ACKNOWLEDGEMENT).where(inArray(warnings.id, chunk));
  }
}

export async function insertWarningEvents(tx: Db, events: readonly NewWarningEvent[]): Promise<void> {
  for (const chunk of chunks(events)) await tx.insert(warningEvents).values(chunk);
}

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

/** What the last refresh that got through could not read, by node. */
export async function listPartFailures(db: Db): Promise<Map<string, PartFailure[]>> {
  const rows = await db
    .selectDistinctOn([nodeRefreshes.nodeId], {
      nodeId: nodeRefreshes.nodeId,
      partFailures: nodeRefreshes.partFailures,
    })
    .from(nodeRefreshes)
    .where(
      or(
        inArray(nodeRefreshes.state, ["done", "unchanged"]),
        and(eq(nodeRefreshes.state, "failed"), ne(nodeRefreshes.partFailures, sql`'[]'::jsonb`)),
      ),
    )
    .orderBy(nodeRefreshes.nodeId, desc(nodeRefreshes.queuedAt));
  // The refresh service alone writes this column.
  const failures = rows.map(({ nodeId, partFailures }) => [nodeId, partFailures as PartFailure[]] as const);
  return new Map(failures.filter(([, parts]) => parts.length > 0));
}

export async function listNetworkFacts(db: Db): Promise<NetworkFacts[]> {
  return db
    .select({
      id: networks.id,
      vdcId: networks.vdcId,
      name: networks.name,
      subnet: networks.subnet,
      overlayRuleName: networks.overlayRuleName,
      nicTagName: networks.nicTagName,
      vxlanId: networks.vxlanId,
      vlanId: networks.vlanId,
      mtuBytes: networks.mtuBytes,
      updatedAt: networks.updatedAt,
    })
    .from(networks)
    .orderBy(asc(networks.name), asc(networks.id));
}
