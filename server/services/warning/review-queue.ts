import type { Db } from "#db/client.ts";
import {
  countFolded,
  countWarnings,
  countWarningsByPdc,
  findWarning,
  listAssignees as selectAssignees,
  listWarningEvents,
  listWarningPage,
  recordLook,
  type SeenWarningRow,
} from "#db/queries/warning.ts";
import { reviveEvidence } from "#db/queries/warning-findings.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { Severity } from "#server/domain/warning.ts";
import type { VdcWarningPage, WarningFilter, WarningPage } from "#server/domain/warning-input.ts";
import { causeAt, eventsSince } from "#server/domain/warning-review.ts";
import { storedFilterOf, toListed, toTold } from "./listed-warning.ts";

type ReadGrant = Grant<"warning:read", AllVdcs>;

/** Effects that are told beside a warning; more of them are a list of their own. */
const EFFECTS_BESIDE_MAX = 20;
/** PDCs beyond are counted together. */
const PDCS_COUNTED_MAX = 100;

/** One page of the queue. */
export async function listWarnings(
  db: Db,
  { scope, actor }: ReadGrant,
  { sort, isReversed, limit, cursor, ...filter }: WarningPage,
  now: Date,
) {
  const page = { filter: storedFilterOf(filter, actor), sort, isReversed, limit, cursor };
  const { rows, nextCursor } = await listWarningPage(db, scope, actor.userId, page, now);
  return { warnings: rows.map((row) => toListed(row, now)), nextCursor };
}

const NONE: Record<Severity, number> = { critical: 0, warning: 0, info: 0 };

/** What stands in the whole list, counted. Severities and kinds are counted without their own filter, PDCs without theirs. */
export async function summarizeWarnings(
  db: Db,
  { scope, actor }: ReadGrant,
  filter: WarningFilter,
  now: Date,
) {
  const stored = storedFilterOf(filter, actor);
  const countBySeverity = { ...NONE };
  const countByCode: Record<string, number> = {};
  let count = 0;
  const counts = await countWarnings(db, scope, { ...stored, severity: undefined, code: undefined }, now);
  for (const { severity, code, count: some } of counts) {
    const isOfCode = !filter.code || filter.code === code;
    const isOfSeverity = !filter.severity || filter.severity === severity;
    if (isOfCode) countBySeverity[severity] += some;
    if (isOfSeverity) countByCode[code] = (countByCode[code] ?? 0) + some;
    if (isOfCode && isOfSeverity) count += some;
  }
  return {
    count,
    countBySeverity,
    countByCode,
    foldedCount: filter.effects === "folded" ? await countFolded(db, scope, stored, now) : 0,
    pdcs: await countPdcs(db, scope, { ...stored, severity: undefined, pdcName: undefined }, now),
  };
}

async function countPdcs(...asked: Parameters<typeof countWarningsByPdc>) {
  const byName = new Map<string, Record<Severity, number>>();
  for (const { pdcName, severity, count } of await countWarningsByPdc(...asked)) {
    byName.set(pdcName, { ...(byName.get(pdcName) ?? NONE), [severity]: count });
  }
  const worst = [...byName].map(([pdcName, count]) => ({ pdcName, count }));
  return worst
    .toSorted(
      (a, b) =>
        b.count.critical - a.count.critical ||
        b.count.warning - a.count.warning ||
        b.count.info - a.count.info,
    )
    .slice(0, PDCS_COUNTED_MAX);
}

/** Who may be given a warning, and who has one. */
export async function listAssignees(db: Db, { scope }: ReadGrant) {
  return selectAssignees(db, scope);
}

/** One warning with its evidence, its history, and what of that is new to whoever asks. */
export async function readWarning(db: Db, { scope, actor }: ReadGrant, id: string, now: Date) {
  const row = await requireWarning(db, scope, actor.userId, id);
  const history = (await listWarningEvents(db, id)).map(({ kind, at, actorName, note }) => ({
    kind,
    at,
    actorName,
    note,
  }));
  const effects = await listEffects(db, scope, row, now);
  const root = row.rootCauseId ? await findWarning(db, scope, actor.userId, row.rootCauseId) : null;
  const { acknowledgedAt, acknowledgedByName, acknowledgedReason } = row;
  const { snoozedAt, snoozedByName, snoozedReason, remedy, href, lookedAt } = row;
  const listed = toListed(row, now);
  const causeThen = causeAt(history, acknowledgedAt ?? snoozedAt);
  return {
    ...listed,
    /** What was known when it was acknowledged or snoozed; null: the same as now. */
    causeThen: causeThen === row.cause ? null : causeThen,
    evidence: reviveEvidence(row.evidence),
    remedy,
    href,
    acknowledgement: listed.isAcknowledged
      ? {
          at: acknowledgedAt,
          byName: acknowledgedByName,
          reason: acknowledgedReason,
          until: row.acknowledgedUntil,
        }
      : null,
    snooze: listed.isSnoozed
      ? { at: snoozedAt, byName: snoozedByName, reason: snoozedReason, until: row.snoozedUntil }
      : null,
    rootCause: root && toListed(root, now),
    effects,
    history,
    lookedAt,
    newsSinceLooked: eventsSince(history, lookedAt).filter(({ actorName }) => actorName !== actor.name),
    newsSinceAcknowledged: listed.isAcknowledged
      ? eventsSince(history, acknowledgedAt).filter(({ kind }) => kind !== "acknowledged")
      : [],
  };
}

async function listEffects(db: Db, scope: AllVdcs, { id, effectCount }: SeenWarningRow, now: Date) {
  if (effectCount === 0) return [];
  const filter = { state: "unresolved" as const, rootCauseId: id };
  const page = {
    filter,
    sort: "urgency" as const,
    isReversed: false,
    limit: EFFECTS_BESIDE_MAX,
    cursor: null,
  };
  const { rows } = await listWarningPage(db, scope, "", page, now);
  return rows.map((row) => toTold(row, now));
}

async function requireWarning(db: Db, scope: AllVdcs, userId: string, id: string): Promise<SeenWarningRow> {
  const row = await findWarning(db, scope, userId, id);
  if (!row) throw new DomainError("not-found", "No such warning.");
  return row;
}

/** Remembers that the asker has seen the warning as it is; nobody else is told. */
export async function lookAtWarning(
  db: Db,
  { scope, actor }: ReadGrant,
  id: string,
  now: Date,
): Promise<void> {
  const isThere = await recordLook(db, scope, { userId: actor.userId, warningId: id, lookedAt: now });
  if (!isThere) throw new DomainError("not-found", "No such warning.");
}

/** Open ones of this vDC alone, without who reviewed them or why: that may name what its members must not know. */
export async function listWarningsOfVdc(
  db: Db,
  { scope }: Grant<"warning:read-own", VdcScope>,
  { limit, cursor }: VdcWarningPage,
  now: Date,
) {
  const page = {
    filter: { state: "unresolved" as const },
    sort: "severity" as const,
    isReversed: false,
    limit,
    cursor,
  };
  const { rows, nextCursor } = await listWarningPage(db, scope, "", page, now);
  const warnings = rows.map((row) => {
    const told = toTold(row, now);
    return {
      ...told,
      isAcknowledged: told.isAcknowledged || (row.snoozedUntil !== null && row.snoozedUntil > now),
      evidence: reviveEvidence(row.evidence),
      remedy: row.remedy,
      href: row.href,
    };
  });
  return { warnings, nextCursor };
}
