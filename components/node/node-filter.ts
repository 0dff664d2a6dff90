import {
  LISTED_NODE_STATES,
  NODE_SORTS,
  NODE_TEXT_LENGTH_MAX,
  type NodeFilter,
  type NodeSort,
} from "#server/domain/node-list.ts";
import type { RefreshSelection } from "#server/domain/refresh-selection.ts";
import type { Selection } from "../ui/data-table/selection.ts";
import { sortOf } from "../ui/data-table/url-state.ts";
import { NO_PDC_NAME } from "./node-words.ts";
import { pageParam } from "../ui/page-param.ts";

/** As in the address. `pdc` is a PDC's name, or the words for none. */
export type NodeParams = { q: string; state: string; pdc: string; sort: string };

/** What the list is asked for; the same from the server that prefetches and from the browser. A state there is not is any. */
export function nodeFilterOf({ q, state: typed, pdc }: NodeParams): NodeFilter {
  const state = LISTED_NODE_STATES.find((known) => known === typed);
  return {
    text: q.trim().slice(0, NODE_TEXT_LENGTH_MAX),
    ...(state && { state }),
    ...(pdc !== "" && { pdcName: pdc === NO_PDC_NAME ? "" : pdc.slice(0, 255) }),
  };
}

export function nodeOrderOf(text: string): { sort: NodeSort; isDescending: boolean } {
  return sortOf(text, NODE_SORTS, "hostname");
}

export function isUnfilteredNodes({ text, state, pdcName }: NodeFilter): boolean {
  return text === "" && state === undefined && pdcName === undefined;
}

/** As an order names what is marked in the table. */
export function refreshSelectionOf({ isAll, ids }: Selection, filter: NodeFilter): RefreshSelection {
  return isAll ? { kind: "filter", filter, exceptNodeIds: [...ids] } : { kind: "nodes", nodeIds: [...ids] };
}

/** Of a page's address, as the server reads it. */
export function nodeParamsOf({
  q,
  state,
  pdc,
  sort,
}: Partial<Record<string, string | string[]>>): NodeParams {
  return { q: pageParam(q), state: pageParam(state), pdc: pageParam(pdc), sort: pageParam(sort) };
}
