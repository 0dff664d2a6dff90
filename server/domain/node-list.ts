import * as z from "zod";
import type { HealthState } from "./health.ts";

export const NODE_TEXT_LENGTH_MAX = 200;

/** Worst first. Quarantined nodes are unknown too, but are told apart. */
export const LISTED_NODE_STATES = ["down", "degraded", "stale", "unknown", "quarantined", "up"] as const;
export type ListedNodeState = (typeof LISTED_NODE_STATES)[number];

export function healthOfListed(state: ListedNodeState): HealthState {
  return state === "quarantined" ? "unknown" : state;
}

/** What a list of nodes can be narrowed to. */
export const NodeFilter = z.object({
  /** Each word is in the name, the PDC's name or an address. */
  text: z
    .string({ error: "Write the filter as text." })
    .trim()
    .max(NODE_TEXT_LENGTH_MAX, { error: `Filter by at most ${NODE_TEXT_LENGTH_MAX} characters.` })
    .default(""),
  /** `unknown` has the quarantined ones too. */
  state: z.enum(LISTED_NODE_STATES, { error: "Nodes have no such state." }).optional(),
  /** "": those that told that they have no name. */
  pdcName: z.string().max(255, "A PDC name has at most 255 characters.").optional(),
});
export type NodeFilter = z.infer<typeof NodeFilter>;

export const NODE_SORTS = [
  "hostname",
  "pdc",
  "state",
  "adminAddress",
  "externalAddress",
  "factsObservedAt",
  "lastRefresh",
  "openWarningCount",
  "ssh",
] as const;
export type NodeSort = (typeof NODE_SORTS)[number];

const TEXT = /^/;
const NUMBER = /^\d{1,15}(\.\d{1,6})?$/;
const ADDRESS = /^[\da-f.:]{2,45}(\/\d{1,3})?$/;
/** How the database writes what each is sorted by. */
const KEYS_OF_SORT: Record<NodeSort, readonly RegExp[]> = {
  hostname: [TEXT],
  pdc: [TEXT, TEXT],
  state: [/^\d$/, TEXT],
  adminAddress: [ADDRESS],
  externalAddress: [ADDRESS],
  factsObservedAt: [NUMBER],
  lastRefresh: [TEXT, NUMBER],
  openWarningCount: [/^\d{1,9}$/],
  ssh: [TEXT, /^\d{1,5}$/],
};

const PAGE_LENGTH_MAX = 1000;
const PAGE_LENGTH_DEFAULT = 100;

/** The row a page ended with: what it was sorted by, as the database wrote it, and its own id. */
const Cursor = z.object({ keys: z.array(z.string().max(1000)).max(3), id: z.guid() });
export type NodeCursor = z.infer<typeof Cursor>;

export const NodePage = NodeFilter.extend({
  sort: z.enum(NODE_SORTS, { error: "Nodes cannot be sorted by that." }).default("hostname"),
  isDescending: z.boolean({ error: "Say yes or no." }).default(false),
  limit: z.number().int().min(1).max(PAGE_LENGTH_MAX).default(PAGE_LENGTH_DEFAULT),
  /** null: the first page. */
  cursor: Cursor.nullish().transform((cursor) => cursor ?? null),
}).refine(
  ({ sort, cursor }) =>
    !cursor ||
    (cursor.keys.length === KEYS_OF_SORT[sort].length &&
      KEYS_OF_SORT[sort].every((form, at) => form.test(cursor.keys[at] ?? ""))),
  "This is not where a page ended.",
);
export type NodePage = z.infer<typeof NodePage>;

/** Exactly these, in any case. */
export const NodeNames = z.object({ hostnames: z.array(z.string().max(255)).max(10) });
