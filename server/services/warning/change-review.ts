import type { Db } from "#db/client.ts";
import { recordChange, recordChanges } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { listAssignees, listSelectedWarnings, patchReviewed, type WarningRow } from "#db/queries/warning.ts";
import {
  insertWarningEvents,
  lockWarnings,
  type NewWarningEvent,
  NO_ACKNOWLEDGEMENT,
  NO_SNOOZE,
} from "#db/queries/warning-findings.ts";
import type { Actor, AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import {
  type PlannedReview,
  type WarningComment,
  type WarningReview,
  type WarningSelection,
  WARNINGS_AT_ONCE_MAX,
} from "#server/domain/warning-input.ts";
import { isAcknowledged, type ReviewRefusal, reviewOutcome } from "#server/domain/warning-review.ts";
import type { Outlet } from "../notification/outlet.ts";
import { announceWarnings } from "./announce-warnings.ts";
import { storedFilterOf } from "./listed-warning.ts";
import { type Mentioned, tellMentioned } from "./mention.ts";

type ReviewGrant = Grant<"warning:acknowledge", AllVdcs>;

type ReviewPreview = {
  /** How many are selected; to be named again when it is done. */
  warningCount: number;
  changedCount: number;
  unchangedCount: number;
  refused: ReviewRefusal[];
};

type Reviewed = { changed: WarningRow[]; unchangedCount: number; refused: ReviewRefusal[] };

/** Nothing is written. */
export async function previewReview(
  db: Db,
  { scope, actor }: ReviewGrant,
  { selection, review }: { selection: WarningSelection; review: PlannedReview },
  now: Date,
): Promise<ReviewPreview> {
  await requireReview(db, scope, review, now);
  const rows = await selectedWarnings(db, { scope, actor }, selection, now);
  const { changed, unchangedCount, refused } = decide(rows, review, actor, now);
  return { warningCount: rows.length, changedCount: changed.length, unchangedCount, refused };
}

/** All or nothing; refuses with what every single warning has against it. */
export async function reviewSelection(
  db: Db,
  { scope, actor }: ReviewGrant,
  {
    selection,
    review,
    warningCount,
  }: { selection: WarningSelection; review: WarningReview; warningCount: number },
  now: Date,
): Promise<{ changedCount: number }> {
  return db.transaction(async (tx) => {
    await lockWarnings(tx);
    const assigneeName = await requireReview(tx, scope, review, now);
    const rows = await selectedWarnings(tx, { scope, actor }, selection, now);
    if (rows.length !== warningCount) {
      throw new DomainError("conflict", "Other warnings match by now. Look at the list again.");
    }
    const { changed, refused } = decide(rows, review, actor, now);
    if (refused.length > 0) throw refusalOf(rows, refused);
    if (changed.length === 0) return { changedCount: 0 };
    await write(tx, { scope, actor }, changed, { review, assigneeName, now });
    return { changedCount: changed.length };
  });
}

function decide(rows: readonly WarningRow[], review: PlannedReview, { userId }: Actor, now: Date): Reviewed {
  const reviewed: Reviewed = { changed: [], unchangedCount: 0, refused: [] };
  for (const row of rows) {
    const outcome = reviewOutcome({ ...row, isOpen: row.resolvedAt === null }, review, { userId, now });
    if (outcome.kind === "done") reviewed.changed.push(row);
    else if (outcome.kind === "unchanged") reviewed.unchangedCount += 1;
    else {
      const { id, code, subjectLabel } = row;
      reviewed.refused.push({ warningId: id, code, subjectLabel, message: outcome.message });
    }
  }
  return reviewed;
}

/** About one alone, the sentence needs no name. */
function refusalOf(rows: readonly WarningRow[], refused: readonly ReviewRefusal[]): DomainError {
  const [first] = refused;
  if (rows.length === 1 && first) return new DomainError("conflict", first.message);
  const named = refused.map(({ subjectLabel, message }) => ({
    field: "",
    message: `${subjectLabel}: ${message}`,
  }));
  return new DomainError("conflict", named);
}

/** Refuses what is wrong whatever the warnings. Returns the new assignee's name, where there is one. */
async function requireReview(
  db: Db,
  scope: AllVdcs,
  review: WarningReview | PlannedReview,
  now: Date,
): Promise<string | null> {
  if ("until" in review && review.until && review.until <= now) {
    throw new DomainError("rejected", [{ field: "until", message: "The end must lie in the future." }]);
  }
  if (review.kind !== "assign" || review.assigneeId === null) return null;
  const people = await listAssignees(db, scope);
  const assignee = people.find(({ id, isOperator }) => id === review.assigneeId && isOperator);
  if (!assignee) {
    throw new DomainError("rejected", [{ field: "assigneeId", message: "Only operators can be assigned." }]);
  }
  return assignee.name;
}

async function selectedWarnings(
  db: Db,
  { scope, actor }: { scope: AllVdcs; actor: Actor },
  selection: WarningSelection,
  now: Date,
): Promise<WarningRow[]> {
  const filter = selection.kind === "filter" ? storedFilterOf(selection.filter, actor) : null;
  const rows = await listSelectedWarnings(db, scope, { selection, filter }, now, WARNINGS_AT_ONCE_MAX + 1);
  if (rows.length > WARNINGS_AT_ONCE_MAX) {
    throw new DomainError("rejected", [
      {
        field: "",
        message: `At most ${WARNINGS_AT_ONCE_MAX} warnings are reviewed at once; narrow the filter.`,
      },
    ]);
  }
  const missing = selection.kind === "ids" ? new Set(selection.warningIds).size - rows.length : 0;
  if (missing > 0)
    throw new DomainError("not-found", missing === 1 ? "No such warning." : "No such warnings.");
  if (rows.length === 0)
    throw new DomainError("rejected", [{ field: "", message: "No warning is selected." }]);
  return rows;
}

type Written = { review: WarningReview; assigneeName: string | null; now: Date };

async function write(
  tx: Db,
  { scope, actor }: { scope: AllVdcs; actor: Actor },
  rows: readonly WarningRow[],
  written: Written,
): Promise<void> {
  const ids = rows.map(({ id }) => id);
  const { now } = written;
  const patch = patchOf(written, actor);
  await patchReviewed(tx, scope, ids, { ...patch, changedAt: now });
  await insertWarningEvents(
    tx,
    rows.map((row) => ({ warningId: row.id, at: now, actorName: actor.name, ...toldOf(row, written) })),
  );
  await recordChanges(
    tx,
    rows.map((row) => ({
      ...subjectOf(row, actor),
      action: `warning.${written.review.kind}`,
      ...auditOf(row, patch),
    })),
  );
  await announceWarnings(tx, rows);
}

function patchOf({ review, now }: Written, { userId, name }: Actor): Partial<WarningRow> {
  switch (review.kind) {
    case "acknowledge":
      return {
        ...NO_SNOOZE,
        acknowledgedAt: now,
        acknowledgedById: userId,
        acknowledgedByName: name,
        acknowledgedReason: review.reason,
        acknowledgedUntil: review.until,
      };
    case "snooze":
      return {
        ...NO_ACKNOWLEDGEMENT,
        snoozedAt: now,
        snoozedById: userId,
        snoozedByName: name,
        snoozedReason: review.reason,
        snoozedUntil: review.until,
      };
    case "release":
      return { ...NO_ACKNOWLEDGEMENT, ...NO_SNOOZE };
    case "assign":
      return { assigneeId: review.assigneeId };
  }
}

function toldOf(
  row: WarningRow,
  { review, assigneeName, now }: Written,
): Pick<NewWarningEvent, "kind" | "note"> {
  switch (review.kind) {
    case "acknowledge":
      return { kind: "acknowledged", note: review.reason };
    case "snooze":
      return { kind: "snoozed", note: review.reason };
    case "release":
      return { kind: isAcknowledged(row, now) ? "acknowledgement-ended" : "snooze-ended", note: null };
    case "assign":
      return { kind: "assigned", note: assigneeName === null ? "To nobody." : `To ${assigneeName}.` };
  }
}

/** What of it is another one now. */
function auditOf(row: WarningRow, patch: Partial<WarningRow>) {
  const after = { ...row, ...patch };
  const of = ({
    acknowledgedReason,
    acknowledgedUntil,
    snoozedReason,
    snoozedUntil,
    assigneeId,
  }: WarningRow) => ({
    reason: acknowledgedReason ?? snoozedReason,
    until: acknowledgedUntil ?? snoozedUntil,
    assigneeId,
  });
  return { before: of(row), after: of(after) };
}

function subjectOf(row: WarningRow, actor: Actor) {
  return {
    actor,
    subjectKind: "warning",
    subjectId: row.id,
    subjectName: `${row.code}: ${row.subjectLabel}`,
    vdcId: null,
  };
}

/** Stands in the history of the warning; nobody takes it back. Colleagues whom it names are mailed it. */
export async function commentOnWarning(
  { db, deliveryQueue, ...outlet }: Pick<Outlet, "db" | "deliveryQueue" | "sendMail" | "url">,
  { scope, actor }: ReviewGrant,
  { id, text }: WarningComment,
  now: Date,
): Promise<Mentioned> {
  const { deliveryIds, ...mentioned } = await db.transaction(async (tx) => {
    await lockWarnings(tx);
    const selection = { kind: "ids" as const, warningIds: [id] };
    const [row] = await selectedWarnings(tx, { scope, actor }, selection, now);
    if (!row) throw new DomainError("not-found", "No such warning.");
    await patchReviewed(tx, scope, [id], { changedAt: now });
    await insertWarningEvents(tx, [
      { warningId: id, at: now, actorName: actor.name, kind: "commented", note: text },
    ]);
    await recordChange(tx, {
      ...subjectOf(row, actor),
      action: "warning.comment",
      before: null,
      after: { comment: text },
    });
    await announce(tx, { topic: "warning", id, vdcId: null });
    return tellMentioned(tx, { scope, actor }, { warning: row, text, now }, outlet);
  });
  await deliveryQueue.enqueueDeliveries(deliveryIds.map((deliveryId) => ({ deliveryId, delaySeconds: 0 })));
  return mentioned;
}
