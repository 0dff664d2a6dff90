import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import {
  acknowledgeWarning as updateAcknowledgement,
  countWarnings,
  findWarning,
  listWarningEvents,
  listWarningPdcNames,
  listWarnings as selectWarnings,
  type WarningRow,
} from "#db/queries/warning.ts";
import { insertWarningEvents, lockWarnings, reviveEvidence } from "#db/queries/warning-findings.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { Finding, Severity } from "#server/domain/warning.ts";
import type { WarningAcknowledgement, WarningFilter } from "#server/domain/warning-input.ts";

/** A row of the review queue. */
export type ListedWarning = Pick<
  WarningRow,
  "id" | "severity" | "subjectKind" | "subjectLabel" | "cause" | "vdcId" | "openedAt" | "resolvedAt"
> & { code: Finding["code"]; isAcknowledged: boolean; acknowledgedUntil: Date | null };

function toListed(row: WarningRow, now: Date): ListedWarning {
  const { id, severity, subjectKind, subjectLabel, cause, vdcId, openedAt, resolvedAt, acknowledgedUntil } =
    row;
  return {
    id,
    // Written from this union alone.
    code: row.code as Finding["code"],
    severity,
    subjectKind,
    subjectLabel,
    cause,
    vdcId,
    openedAt,
    resolvedAt,
    isAcknowledged: isAcknowledged(row, now),
    acknowledgedUntil,
  };
}

function isAcknowledged({ acknowledgedAt, acknowledgedUntil }: WarningRow, now: Date): boolean {
  return acknowledgedAt !== null && (acknowledgedUntil === null || acknowledgedUntil > now);
}

/** `countBySeverity` and `countByCode` tell what the other filters leave. */
export async function listWarnings(
  db: Db,
  grant: Grant<"warning:read", AllVdcs>,
  filter: WarningFilter,
  now: Date,
) {
  const rows = await selectWarnings(db, grant.scope, filter, now);
  const counts = await countWarnings(db, grant.scope, filter, now);
  const countBySeverity: Record<Severity, number> = { critical: 0, warning: 0, info: 0 };
  const countByCode: Record<string, number> = {};
  for (const { severity, code, count } of counts) {
    if (!filter.code || filter.code === code) countBySeverity[severity] += count;
    if (!filter.severity || filter.severity === severity)
      countByCode[code] = (countByCode[code] ?? 0) + count;
  }
  const pdcNames = await listWarningPdcNames(db, grant.scope);
  return { warnings: rows.map((row) => toListed(row, now)), countBySeverity, countByCode, pdcNames };
}

export async function readWarning(db: Db, grant: Grant<"warning:read", AllVdcs>, id: string, now: Date) {
  const row = await requireWarning(db, grant.scope, id);
  const { evidence, remedy, href, acknowledgedAt, acknowledgedByName, acknowledgedReason } = row;
  const history = await listWarningEvents(db, id);
  return {
    ...toListed(row, now),
    evidence: reviveEvidence(evidence),
    remedy,
    href,
    acknowledgedAt,
    acknowledgedByName,
    acknowledgedReason,
    history: history.map(({ kind, at, actorName, note }) => ({ kind, at, actorName, note })),
  };
}

async function requireWarning(db: Db, scope: AllVdcs, id: string): Promise<WarningRow> {
  const row = await findWarning(db, scope, id);
  if (!row) throw new DomainError("not-found", "No such warning.");
  return row;
}

/** Ends by itself at `until`, or when the warning closes. */
export async function acknowledgeWarning(
  db: Db,
  grant: Grant<"warning:acknowledge", AllVdcs>,
  { id, reason, until = null }: WarningAcknowledgement,
  now: Date,
): Promise<void> {
  if (until && until <= now) {
    throw new DomainError("rejected", [{ field: "until", message: "The end must lie in the future." }]);
  }
  const { userId, name } = grant.actor;
  const acknowledgement = {
    acknowledgedAt: now,
    acknowledgedById: userId,
    acknowledgedByName: name,
    acknowledgedReason: reason,
    acknowledgedUntil: until,
  };
  await changeAcknowledgement(db, grant, id, acknowledgement, {
    kind: "acknowledged",
    at: now,
    note: reason,
  });
}

export async function withdrawAcknowledgement(
  db: Db,
  grant: Grant<"warning:acknowledge", AllVdcs>,
  id: string,
  now: Date,
): Promise<void> {
  const none = {
    acknowledgedAt: null,
    acknowledgedById: null,
    acknowledgedByName: null,
    acknowledgedReason: null,
    acknowledgedUntil: null,
  };
  await changeAcknowledgement(db, grant, id, none, { kind: "acknowledgement-ended", at: now, note: null });
}

async function changeAcknowledgement(
  db: Db,
  grant: Grant<"warning:acknowledge", AllVdcs>,
  id: string,
  after: Parameters<typeof updateAcknowledgement>[3],
  event: { kind: "acknowledged" | "acknowledgement-ended"; at: Date; note: string | null },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockWarnings(tx);
    const before = await requireWarning(tx, grant.scope, id);
    if (event.kind === "acknowledgement-ended" && before.acknowledgedAt === null) return;
    if (!(await updateAcknowledgement(tx, grant.scope, id, after))) {
      throw new DomainError("conflict", "This warning has closed by itself in the meantime.");
    }
    await insertWarningEvents(tx, [{ warningId: id, actorName: grant.actor.name, ...event }]);
    await recordChange(tx, {
      actor: grant.actor,
      action: event.kind === "acknowledged" ? "warning.acknowledge" : "warning.withdraw-acknowledgement",
      subjectKind: "warning",
      subjectId: id,
      subjectName: `${before.code}: ${before.subjectLabel}`,
      vdcId: null,
      before: { reason: before.acknowledgedReason, until: before.acknowledgedUntil },
      after: { reason: after.acknowledgedReason, until: after.acknowledgedUntil },
    });
    await announce(tx, { topic: "warning", id, vdcId: before.vdcId });
  });
}

/** Open ones of this vDC alone, without who reviewed them or why: that may name what its members must not know. */
export async function listWarningsOfVdc(db: Db, grant: Grant<"warning:read-own", VdcScope>, now: Date) {
  const rows = await selectWarnings(db, grant.scope, { state: "unresolved" }, now);
  return rows.map((row) => ({
    ...toListed(row, now),
    evidence: reviveEvidence(row.evidence),
    remedy: row.remedy,
    href: row.href,
  }));
}
