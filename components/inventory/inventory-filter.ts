import {
  INVENTORY_SORTS,
  INVENTORY_TEXT_LENGTH_MAX,
  type InventoryFilter,
  type InventorySort,
} from "#server/domain/inventory/list.ts";
import { sortOf } from "../ui/data-table/url-state.ts";
import { pageParam } from "../ui/page-param.ts";

/** As in the address. `on` is a rule's or tag's name; `match`: "none"; `moved`: "yes". */
const PARAM_NAMES = ["q", "node", "on", "vdc", "network", "match", "moved", "sort"] as const;
export type InventoryParams = Record<(typeof PARAM_NAMES)[number], string>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the list is asked for; the same from the server that prefetches and from the browser. */
export function inventoryFilterOf(params: InventoryParams): InventoryFilter {
  const { q, node, on, vdc, network, match, moved } = params;
  return {
    text: q.trim().slice(0, INVENTORY_TEXT_LENGTH_MAX),
    ...(GUID.test(node) ? { nodeId: node } : {}),
    ...(on === "" ? {} : { carrierName: on.slice(0, 255) }),
    ...(GUID.test(vdc) ? { inVdcId: vdc } : {}),
    ...(GUID.test(network) ? { networkId: network } : {}),
    hasNoNetwork: match === "none",
    hasMoved: moved === "yes",
  };
}

export function inventoryOrderOf(text: string): { sort: InventorySort; isDescending: boolean } {
  return sortOf(text, INVENTORY_SORTS, "vm");
}

export function isUnfilteredInventory(filter: InventoryFilter): boolean {
  const { text, hasNoNetwork, hasMoved, ...chosen } = filter;
  return (
    text === "" && !hasNoNetwork && !hasMoved && Object.values(chosen).every((value) => value === undefined)
  );
}

/** Of a page's address, as the server reads it. */
export function inventoryParamsOf(params: Partial<Record<string, string | string[]>>): InventoryParams {
  const [q, node, on, vdc, network, match, moved, sort] = PARAM_NAMES.map((name) => pageParam(params[name]));
  return {
    ...{ q: q ?? "", node: node ?? "", on: on ?? "", vdc: vdc ?? "" },
    ...{ network: network ?? "", match: match ?? "", moved: moved ?? "", sort: sort ?? "" },
  };
}
