import { nounFor } from "../ui/data-table/noun.ts";

/** What the form is for. Releasing needs no form. */
export type FormKind = "acknowledge" | "snooze" | "assign";

export const REVIEW_WORDS: Record<
  FormKind,
  { title: string; verb: string; done: string; description: string }
> = {
  acknowledge: {
    title: "Acknowledge",
    verb: "be acknowledged",
    done: "acknowledged",
    description:
      "It leaves the queue with its effects, stays true, and comes back when the acknowledgement ends, it reopens or becomes more severe.",
  },
  snooze: {
    title: "Snooze",
    verb: "be snoozed",
    done: "snoozed",
    description:
      "It leaves the queue until then, also when it closes and opens in between, and comes back sooner only if it becomes more severe.",
  },
  assign: {
    title: "Assign",
    verb: "be assigned",
    done: "assigned",
    description: "Whoever is named looks after it; everybody may still review it.",
  },
};

export const warningsInWords = (count: number): string =>
  `${count.toLocaleString("en")} ${nounFor(count, "warnings")}`;

const HOUR = 3_600_000;

type End = { value: string; label: string; milliseconds: number | null };

const AT_A_TIME: End = { value: "date", label: "At a time…", milliseconds: null };
const IN_A_DAY: End = { value: "day", label: "In one day", milliseconds: 24 * HOUR };
const IN_A_WEEK: End = { value: "week", label: "In one week", milliseconds: 7 * 24 * HOUR };

/** The first is chosen at first. */
export const ENDS: Record<"acknowledge" | "snooze", readonly [End, ...End[]]> = {
  acknowledge: [
    { value: "closed", label: "When it closes by itself", milliseconds: null },
    IN_A_DAY,
    IN_A_WEEK,
    { value: "month", label: "In 30 days", milliseconds: 30 * 24 * HOUR },
    AT_A_TIME,
  ],
  snooze: [
    { value: "hour", label: "In one hour", milliseconds: HOUR },
    { value: "shift", label: "In four hours", milliseconds: 4 * HOUR },
    IN_A_DAY,
    IN_A_WEEK,
    AT_A_TIME,
  ],
};

/** null: no end; "missing": a time was wanted and not given. */
export function endOf(end: End | undefined, typed: string, now: number): Date | null | "missing" {
  if (end?.value === "date") return Number.isNaN(Date.parse(typed)) ? "missing" : new Date(typed);
  return end?.milliseconds ? new Date(now + end.milliseconds) : null;
}

const sentenceFor = (names: readonly string[], one: string, several: string): string[] =>
  names.length === 0 ? [] : [`${names.join(", ")} ${names.length === 1 ? one : several}.`];

/** Who hears of a comment that names them; empty: it names nobody. */
export function mentionedWords({
  mailedNames,
  unmailedNames,
}: {
  mailedNames: readonly string[];
  unmailedNames: readonly string[];
}): string {
  return [
    ...sentenceFor(mailedNames, "is told by mail", "are told by mail"),
    ...sentenceFor(unmailedNames, "gets no mails", "get no mails"),
  ].join(" ");
}
