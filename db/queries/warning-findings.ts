import { asc, inArray, lte, sql } from "drizzle-orm";
import type { Evidence, Finding, Flap, StoredWarning, SubjectKind } from "#server/domain/warning.ts";
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

export function toStored(row: WarningRow): StoredWarning {
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
    snoozedUntil: row.snoozedUntil,
    flap: { endedAt: row.endedAt, isHeld: row.isHeld, quietAt: row.flapQuietAt },
  };
}

/** Those that time alone may change, longest due first. */
export async function listDueWarnings(tx: Db, now: Date): Promise<StoredWarning[]> {
  const rows = await tx.select().from(warnings).where(lte(warnings.dueAt, now)).orderBy(asc(warnings.dueAt));
  return rows.map(toStored);
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

export const NO_SNOOZE = {
  snoozedAt: null,
  snoozedById: null,
  snoozedByName: null,
  snoozedReason: null,
  snoozedUntil: null,
};

/** Opens new findings and reopens known ones, without an acknowledgement. Returns the ids with what they were opened for. */
export async function openWarnings(tx: Db, findings: readonly Finding[], now: Date) {
  const opened = { openedAt: now, changedAt: now, resolvedAt: null, isHeld: false, flapQuietAt: null };
  return writeFindings(tx, findings, now, { ...EXCLUDED_CONTENT, ...opened, ...NO_ACKNOWLEDGEMENT });
}

/** Brings the evidence of open warnings up to date. */
export async function rewriteWarnings(tx: Db, findings: readonly Finding[], now: Date): Promise<void> {
  await writeFindings(tx, findings, now, EXCLUDED_CONTENT);
}

/** The same for those that say something else now. */
export async function retellWarnings(tx: Db, findings: readonly Finding[], now: Date): Promise<void> {
  await writeFindings(tx, findings, now, { ...EXCLUDED_CONTENT, changedAt: now });
}

async function writeFindings(
  tx: Db,
  findings: readonly Finding[],
  now: Date,
  set: typeof EXCLUDED_CONTENT & Omit<Patch, keyof typeof EXCLUDED_CONTENT>,
) {
  const written: { id: string; code: string; subjectKey: string }[] = [];
  for (const chunk of chunks(findings)) {
    const rows = await tx
      .insert(warnings)
      .values(chunk.map((finding) => ({ ...contentOf(finding), openedAt: now, changedAt: now })))
      .onConflictDoUpdate({ target: [warnings.code, warnings.subjectKey], set })
      .returning({ id: warnings.id, code: warnings.code, subjectKey: warnings.subjectKey });
    written.push(...rows);
  }
  return written;
}

type Patch = Partial<typeof warnings.$inferInsert>;

async function patchWarnings(tx: Db, ids: readonly string[], patch: Patch): Promise<void> {
  for (const chunk of chunks(ids)) {
    await tx.update(warnings).set(patch).where(inArray(warnings.id, chunk));
  }
}

/** How those with the same recent past came and went, in one statement each. */
async function patchFlaps(
  tx: Db,
  changes: readonly { id: string; flap: Flap }[],
  patch: Patch,
): Promise<void> {
  const alike = new Map<string, { ids: string[]; flap: Flap }>();
  for (const { id, flap } of changes) {
    const key = JSON.stringify(flap);
    const group = alike.get(key) ?? { ids: [], flap };
    group.ids.push(id);
    alike.set(key, group);
  }
  for (const { ids, flap } of alike.values()) {
    const { endedAt, isHeld, quietAt } = flap;
    await patchWarnings(tx, ids, { ...patch, endedAt: [...endedAt], isHeld, flapQuietAt: quietAt });
  }
}

/** A snooze goes on: it was meant until its end. */
export async function resolveWarnings(
  tx: Db,
  changes: readonly { id: string; flap: Flap }[],
  now: Date,
): Promise<void> {
  const alone = { rootCauseId: null, effectCount: 0 };
  await patchFlaps(tx, changes, { resolvedAt: now, changedAt: now, ...alone, ...NO_ACKNOWLEDGEMENT });
}

export async function holdWarnings(
  tx: Db,
  changes: readonly { id: string; flap: Flap; isNew?: boolean }[],
  now: Date,
): Promise<void> {
  const isNew = (change: { isNew?: boolean }) => change.isNew === true;
  await patchFlaps(tx, changes.filter(isNew), { changedAt: now });
  await patchFlaps(
    tx,
    changes.filter((change) => !isNew(change)),
    {},
  );
}

/** They stay open until they are decided again. */
export async function unholdWarnings(tx: Db, ids: readonly string[]): Promise<void> {
  await patchWarnings(tx, ids, { isHeld: false });
}

export async function steadyWarnings(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  await patchWarnings(tx, ids, { flapQuietAt: null, isHeld: false, endedAt: [], changedAt: now });
}

export async function endAcknowledgements(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  await patchWarnings(tx, ids, { ...NO_ACKNOWLEDGEMENT, changedAt: now });
}

export async function endSnoozes(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  await patchWarnings(tx, ids, { ...NO_SNOOZE, changedAt: now });
}

export async function insertWarningEvents(tx: Db, events: readonly NewWarningEvent[]): Promise<void> {
  for (const chunk of chunks(events)) await tx.insert(warningEvents).values(chunk);
}
