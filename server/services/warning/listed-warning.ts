import type { SeenWarningRow, WarningRow } from "#db/queries/warning.ts";
import type { StoredFilter } from "#db/queries/warning-filter.ts";
import type { Actor } from "#server/domain/access.ts";
import { flapCount, type Finding } from "#server/domain/warning.ts";
import type { WarningFilter } from "#server/domain/warning-input.ts";
import { isAcknowledged, isSnoozed } from "#server/domain/warning-review.ts";

/** What a row says of a warning to everybody who may see it. */
export function toTold(row: WarningRow, now: Date) {
  const { id, severity, subjectKind, subjectLabel, cause, vdcId, openedAt, resolvedAt } = row;
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
    /** How often it closed within the last hour; null: it does not flap. */
    flapCount: row.flapQuietAt !== null && row.flapQuietAt > now ? flapCount(row.endedAt, now) : null,
    /** Not true at this moment, but kept open because it comes and goes. */
    isHeld: row.isHeld,
  };
}

/** A row of the review queue. */
export function toListed(row: SeenWarningRow, now: Date) {
  const { acknowledgedUntil, snoozedUntil, assigneeId, assigneeName, effectCount, rootCauseId } = row;
  return {
    ...toTold(row, now),
    pdcNames: row.touches.filter((key) => key.startsWith("pdc:")).map((key) => key.slice("pdc:".length)),
    acknowledgedUntil,
    isSnoozed: isSnoozed(row, now),
    snoozedUntil,
    assigneeId,
    assigneeName,
    effectCount,
    rootCauseId,
    changedAt: row.changedAt,
    /** Something changed since the asker last looked: at it, or else at any; to who never looked nothing is. */
    isNews: isNews(row),
  };
}

function isNews({ changedAt, lookedAt, lookedAnywhereAt }: SeenWarningRow): boolean {
  const since = lookedAt ?? lookedAnywhereAt;
  return since !== null && changedAt > since;
}

/** "me" is whoever asks. */
export function storedFilterOf({ assignee, ...filter }: WarningFilter, actor: Actor): StoredFilter {
  if (assignee === undefined) return filter;
  return { ...filter, assignee: assignee === "nobody" ? null : assignee === "me" ? actor.userId : assignee };
}
