import * as z from "zod";
import { countByHealth, type CountByHealth, type HealthState } from "./health.ts";
import { parseCidr } from "./ipv4.ts";

export const NODE_TEXT_LENGTH_MAX = 200;

/** Worst first. Quarantined nodes are unknown too, but are told apart. */
export const LISTED_NODE_STATES = ["down", "degraded", "stale", "unknown", "quarantined", "up"] as const;
export type ListedNodeState = (typeof LISTED_NODE_STATES)[number];

export function healthOfListed(state: ListedNodeState): HealthState {
  return state === "quarantined" ? "unknown" : state;
}

export function countListedByHealth(
  counted: readonly { state: ListedNodeState; nodeCount: number }[],
): CountByHealth {
  const counts = countByHealth([]);
  for (const { state, nodeCount } of counted) counts[healthOfListed(state)] += nodeCount;
  return counts;
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

type KeyForm = (key: string) => boolean;

const isText: KeyForm = () => true;
const isNumber: KeyForm = (key) => /^\d{1,15}(\.\d{1,6})?$/.test(key);
const isInteger: KeyForm = (key) => /^\d{1,9}$/.test(key);
const isAddress: KeyForm = (key) => parseCidr(key)?.prefixLength === 32;
/** How the database writes what each is sorted by. */
const KEYS_OF_SORT: Record<NodeSort, readonly KeyForm[]> = {
  hostname: [isText],
  pdc: [isText, isText],
  state: [isInteger, isText],
  adminAddress: [isAddress],
  externalAddress: [isAddress],
  factsObservedAt: [isNumber],
  lastRefresh: [isText, isNumber],
  openWarningCount: [isInteger],
  ssh: [isText, isInteger],
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
      KEYS_OF_SORT[sort].every((isWritten, at) => isWritten(cursor.keys[at] ?? ""))),
  "This is not where a page ended.",
);
export type NodePage = z.infer<typeof NodePage>;

/** Exactly these, in any case. */
export const NodeNames = z.object({ hostnames: z.array(z.string().max(255)).max(10) });
