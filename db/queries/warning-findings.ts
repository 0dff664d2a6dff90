import { inArray, sql } from "drizzle-orm";
import type { Evidence, Finding, StoredWarning, SubjectKind } from "#server/domain/warning.ts";
import type { WarningCode } from "#server/domain/warnings/catalogue.ts";
import type { Db } from "../client.ts";
import { chunks } from "./chunks.ts";
import { warningEvents, warnings } from "../schema/warning.ts";

type WarningRow = typeof warnings.$inferSelect;
export type NewWarningEvent = typeof warningEvents.$inferInsert;

const WARNINGS_LOCK = 4_789_001;

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

export const NO_ACKNOWLEDGEMENT = {
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
