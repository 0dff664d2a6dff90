import * as z from "zod";
import { REFRESH_STATES, type RefreshState } from "./refresh-state.ts";

const PAGE_LENGTH_MAX = 1000;
const PAGE_LENGTH_DEFAULT = 50;

/** A row shows so many differences, and one more where that is all; the rest is read when somebody unfolds it. */
export const DIFFERENCES_SHOWN_AT_FIRST = 6;

/** Nodes of one run, by name. */
export const NodeRefreshPage = z.object({
  state: z.enum(REFRESH_STATES, { error: "Refreshes have no such state." }).optional(),
  limit: z.number().int().min(1).max(PAGE_LENGTH_MAX).default(PAGE_LENGTH_DEFAULT),
  /** Where the page before ended; null: the first page. */
  cursor: z
    .object({ hostname: z.string().max(1000), id: z.guid() })
    .nullish()
    .transform((cursor) => cursor ?? null),
});
export type NodeRefreshPage = z.infer<typeof NodeRefreshPage>;

export type CountByRefreshState = Record<RefreshState, number>;

export function countByRefreshState(
  counted: readonly { state: RefreshState; count: number }[],
): CountByRefreshState {
  const counts: CountByRefreshState = {
    ...{ queued: 0, connecting: 0, collecting: 0, parsing: 0, storing: 0 },
    ...{ done: 0, unchanged: 0, failed: 0, cancelled: 0, skipped: 0 },
  };
  for (const { state, count } of counted) counts[state] += count;
  return counts;
}
