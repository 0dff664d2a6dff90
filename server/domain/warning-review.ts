import type { PlannedReview } from "./warning-input.ts";

/** How people have dealt with a warning, as far as reviews look at it. */
export type Reviewed = {
  isOpen: boolean;
  acknowledgedAt: Date | null;
  acknowledgedUntil: Date | null;
  acknowledgedByName: string | null;
  snoozedUntil: Date | null;
  snoozedById: string | null;
  snoozedByName: string | null;
  assigneeId: string | null;
};

export function isAcknowledged(
  { acknowledgedAt, acknowledgedUntil }: Pick<Reviewed, "acknowledgedAt" | "acknowledgedUntil">,
  now: Date,
): boolean {
  return acknowledgedAt !== null && (acknowledgedUntil === null || acknowledgedUntil > now);
}

export function isSnoozed({ snoozedUntil }: Pick<Reviewed, "snoozedUntil">, now: Date): boolean {
  return snoozedUntil !== null && snoozedUntil > now;
}

/** What comes of a review of one warning: it is done, there is nothing to do, or something is against it. */
export type ReviewOutcome = { kind: "done" } | { kind: "unchanged" } | { kind: "refused"; message: string };

const DONE: ReviewOutcome = { kind: "done" };
const UNCHANGED: ReviewOutcome = { kind: "unchanged" };
const CLOSED: ReviewOutcome = { kind: "refused", message: "It has closed by itself in the meantime." };

/** Nobody's word is replaced by another's without being taken back first. */
export function reviewOutcome(
  warning: Reviewed,
  review: PlannedReview,
  { userId, now }: { userId: string; now: Date },
): ReviewOutcome {
  switch (review.kind) {
    case "acknowledge":
    case "snooze":
      if (!warning.isOpen) return CLOSED;
      return waitOutcome(warning, review.kind, { userId, now });
    case "release":
      return isAcknowledged(warning, now) || isSnoozed(warning, now) ? DONE : UNCHANGED;
    case "assign":
      if (warning.assigneeId === review.assigneeId) return UNCHANGED;
      return warning.isOpen || review.assigneeId === null ? DONE : CLOSED;
  }
}

function waitOutcome(
  warning: Reviewed,
  kind: "acknowledge" | "snooze",
  { userId, now }: { userId: string; now: Date },
): ReviewOutcome {
  if (isAcknowledged(warning, now)) {
    const who = warning.acknowledgedByName ?? "Somebody";
    return { kind: "refused", message: `${who} has acknowledged it already; withdraw that first.` };
  }
  if (kind === "snooze" && isSnoozed(warning, now) && warning.snoozedById !== userId) {
    const who = warning.snoozedByName ?? "Somebody";
    return { kind: "refused", message: `${who} has snoozed it already; end that first.` };
  }
  return DONE;
}

/** Why one of several warnings stays as it is, and with it all. */
export type ReviewRefusal = { warningId: string; code: string; subjectLabel: string; message: string };

/** What was told after an instant; newest first, like the history. */
export function eventsSince<E extends { at: Date }>(history: readonly E[], since: Date | null): E[] {
  return since === null ? [] : history.filter(({ at }) => at > since);
}

const TELLS_CAUSE: readonly string[] = ["opened", "reopened", "changed"];

/** What the warning said at an instant, by its history, newest first; null: that was not kept. */
export function causeAt(
  history: readonly { kind: string; at: Date; note: string | null }[],
  instant: Date | null,
): string | null {
  if (instant === null) return null;
  return history.find(({ kind, at }) => at <= instant && TELLS_CAUSE.includes(kind))?.note ?? null;
}
