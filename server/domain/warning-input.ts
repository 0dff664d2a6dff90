import * as z from "zod";
import { SEVERITIES } from "./warning.ts";
import { WARNING_CATALOGUE, WARNING_CODES, type WarningCode } from "./warnings/catalogue.ts";

export const WARNING_STATES = ["open", "acknowledged", "snoozed", "resolved", "all"] as const;
export type WarningState = (typeof WARNING_STATES)[number];

/** Beside a person's id: what is the asker's own, and what is nobody's. */
export const ASSIGNEES = ["me", "nobody"] as const;

/** `folded`: an effect is listed only where its root cause is not. */
export const EFFECT_CHOICES = ["folded", "listed"] as const;

const TEXT_LENGTH_MAX = 200;
const guid = (what: string) => z.guid(`This is not a ${what}'s id.`);

/** What the review queue can be narrowed to. `open` leaves out what is acknowledged or snoozed. */
export const WarningFilter = z.object({
  state: z.enum(WARNING_STATES, "Choose open, acknowledged, snoozed, resolved or all.").default("open"),
  effects: z.enum(EFFECT_CHOICES, "Choose folded or listed.").default("folded"),
  severity: z.enum(SEVERITIES, "Choose critical, warning or info.").optional(),
  code: z.enum(WARNING_CODES, "There is no warning of this code.").optional(),
  pdcName: z.string().max(256, "A PDC name has at most 256 characters.").optional(),
  nodeId: guid("node").optional(),
  vdcId: guid("vDC").optional(),
  /** A person's id, or one of `ASSIGNEES`. */
  assignee: z.union([z.enum(ASSIGNEES), guid("person")], "This is not a person's id.").optional(),
  /** Effects of this warning alone. */
  rootCauseId: guid("warning").optional(),
  /** Every word is looked for in kind, code, subject and cause. */
  text: z
    .string()
    .trim()
    .max(TEXT_LENGTH_MAX, `Search for at most ${TEXT_LENGTH_MAX} characters.`)
    .optional(),
});
export type WarningFilter = z.infer<typeof WarningFilter>;

export const WARNING_SORTS = ["urgency", "openedAt", "changedAt"] as const;
export type WarningSort = (typeof WARNING_SORTS)[number];

const PAGE_LENGTH_MAX = 500;
const PAGE_LENGTH_DEFAULT = 100;

const Cursor = z.object({
  /** What the last row of the page before was sorted by, as the database wrote it. */
  keys: z.array(z.string().max(40)).min(1).max(3),
  id: z.guid(),
});
export type WarningCursor = z.infer<typeof Cursor>;

const isInteger = (key: string | undefined) => /^-?\d{1,9}$/.test(key ?? "");
const isInstant = (key: string | undefined) => z.iso.datetime().safeParse(key).success;

/** Keys travel through the browser and come back; the database must be able to read them. */
const READS_KEYS: Record<WarningSort | "severity", readonly ((key: string | undefined) => boolean)[]> = {
  urgency: [isInteger, isInteger, isInstant],
  severity: [isInteger, isInstant],
  openedAt: [isInstant],
  changedAt: [isInstant],
};

function hasReadableCursor({
  sort,
  cursor,
}: {
  sort: keyof typeof READS_KEYS;
  cursor: WarningCursor | null;
}): boolean {
  return cursor === null || READS_KEYS[sort].every((reads, at) => reads(cursor.keys[at]));
}

const limit = z.number().int().min(1).max(PAGE_LENGTH_MAX).default(PAGE_LENGTH_DEFAULT);
const cursor = Cursor.nullish().transform((given) => given ?? null);
const NO_CURSOR = "This is not where a page ended.";

export const WarningPage = WarningFilter.extend({
  /** Most urgent first, or newest first. */
  sort: z.enum(WARNING_SORTS, "Warnings cannot be sorted by that.").default("urgency"),
  isReversed: z.boolean("Say yes or no.").default(false),
  limit,
  cursor,
}).refine(hasReadableCursor, NO_CURSOR);
export type WarningPage = z.infer<typeof WarningPage>;

/** Of one vDC: what is open, most severe first. How urgent it is may rest on what its people may not see. */
export const VdcWarningPage = z
  .object({ limit, cursor })
  .refine((page) => hasReadableCursor({ ...page, sort: "severity" }), NO_CURSOR);
export type VdcWarningPage = z.infer<typeof VdcWarningPage>;

export const WarningId = z.object({ id: guid("warning") });

/** So many are reviewed in one transaction at most. */
export const WARNINGS_AT_ONCE_MAX = 2000;

const warningIds = z
  .array(guid("warning"))
  .max(WARNINGS_AT_ONCE_MAX, `At most ${WARNINGS_AT_ONCE_MAX} warnings are reviewed at once.`);

/** Warnings that are reviewed together: named one by one, or by what the queue was narrowed to. */
export const WarningSelection = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ids"), warningIds: warningIds.min(1, "No warning is selected.") }),
  /** Everything the filter leaves, but some. */
  z.object({ kind: z.literal("filter"), filter: WarningFilter, exceptWarningIds: warningIds.default([]) }),
]);
export type WarningSelection = z.infer<typeof WarningSelection>;

const reason = z
  .string()
  .trim()
  .min(3, "Say in at least 3 characters why this may stay.")
  .max(300, "A reason has at most 300 characters.")
  .refine((text) => !/\p{Cc}/u.test(text), "A reason is one line of text.");

const acknowledge = z.object({
  kind: z.literal("acknowledge"),
  reason,
  /** null: until it closes. */
  until: z.date("Give the end as a date.").nullable(),
});
const snooze = z.object({ kind: z.literal("snooze"), reason, until: z.date("Give the end as a date.") });
/** Ends an acknowledgement or a snooze. */
const release = z.object({ kind: z.literal("release") });
const assign = z.object({ kind: z.literal("assign"), assigneeId: guid("person").nullable() });

/** What a person can do to warnings. Whether an end lies in the future is for the service to say: it has the clock. */
export const WarningReview = z.discriminatedUnion("kind", [acknowledge, snooze, release, assign]);
export type WarningReview = z.infer<typeof WarningReview>;

/** The same before it is known why and until when. */
export const PlannedReview = z.discriminatedUnion("kind", [
  acknowledge.pick({ kind: true }),
  snooze.pick({ kind: true }),
  release,
  assign,
]);
export type PlannedReview = z.infer<typeof PlannedReview>;

export const WarningComment = z.object({
  id: guid("warning"),
  text: z
    .string()
    .trim()
    .min(1, "Write the comment.")
    .max(2000, "A comment has at most 2000 characters.")
    .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), "A comment is plain text."),
});
export type WarningComment = z.infer<typeof WarningComment>;

const VIEW_NAME_LENGTH_MAX = 60;
export const WARNING_VIEWS_MAX = 50;

/** A filter kept under a name. */
export const WarningViewDraft = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give the view a name.")
    .max(VIEW_NAME_LENGTH_MAX, `A view's name has at most ${VIEW_NAME_LENGTH_MAX} characters.`)
    .refine((name) => !/\p{Cc}/u.test(name), "A name is one line of text."),
  filter: WarningFilter,
  /** Shown when the queue is opened without a filter. */
  isDefault: z.boolean("Say yes or no."),
});
export type WarningViewDraft = z.infer<typeof WarningViewDraft>;

/** Lower case, each once. */
export function searchWords(text: string): string[] {
  return [...new Set(text.toLowerCase().split(/\s+/).filter(Boolean))];
}

/** Codes whose title has the word: people read titles, not codes. */
export function codesTitled(word: string): WarningCode[] {
  return WARNING_CODES.filter((code) => WARNING_CATALOGUE[code].title.toLowerCase().includes(word));
}
