import {
  ACCESS_FILTERS,
  NETWORK_SORTS,
  type NetworkFilter,
  type NetworkSort,
} from "#server/domain/network/list.ts";
import { NETWORK_TEXT_LENGTH_MAX } from "#server/domain/network/list-limits.ts";
import { parseSort } from "../ui/data-table/url-state.ts";
import { pageParam } from "../ui/page-param.ts";

/** As in the address. `on`: "rule:customers" or "tag:external". `outside`: "yes". `vdc`: only of the whole cloud's list. */
export type NetworkParams = { q: string; access: string; on: string; outside: string; vdc: string };

/** What a list is asked for; the same from the server that prefetches and from the browser. */
export function networkFilterOf({ q, access, on, outside }: Omit<NetworkParams, "vdc">): NetworkFilter {
  const [, kind, name] = /^(rule|tag):(.{1,64})$/.exec(on) ?? [];
  return {
    text: q.trim().slice(0, NETWORK_TEXT_LENGTH_MAX),
    access: ACCESS_FILTERS.find((choice) => choice === access) ?? "kept",
    ...(kind === "rule" && name ? { overlayRuleName: name } : {}),
    ...(kind === "tag" && name ? { nicTagName: name } : {}),
    isOutsideDelegation: outside === "yes",
  };
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function cloudNetworkFilterOf({ vdc, ...params }: NetworkParams) {
  return { ...networkFilterOf(params), ...(GUID.test(vdc) ? { inVdcId: vdc } : {}) };
}

/** Nothing is left out but what nobody sees unasked. */
export function isUnfiltered(filter: NetworkFilter & { inVdcId?: string | undefined }): boolean {
  const { text, access, overlayRuleName, nicTagName, isOutsideDelegation, inVdcId } = filter;
  return (
    text === "" &&
    access === "kept" &&
    !overlayRuleName &&
    !nicTagName &&
    !isOutsideDelegation &&
    inVdcId === undefined
  );
}

export function networkOrderOf(text: string): {
  sort: (typeof NETWORK_SORTS)[number];
  isDescending: boolean;
} {
  const [asked] = parseSort(text);
  const sort = NETWORK_SORTS.find((name) => name === asked?.id);
  return { sort: sort ?? "name", isDescending: sort !== undefined && asked?.desc === true };
}

/** By vDC unless something else is asked for. */
export function cloudNetworkOrderOf(text: string): { sort: NetworkSort; isDescending: boolean } {
  const [asked] = parseSort(text);
  if (!asked || asked.id === "vdcName") return { sort: "vdcName", isDescending: asked?.desc ?? false };
  const order = networkOrderOf(text);
  return order.sort === asked.id ? order : { sort: "vdcName", isDescending: false };
}

/** Of a page's address, as the server reads it. */
export function networkParamsOf(
  params: Partial<Record<string, string | string[]>>,
): NetworkParams & { sort: string } {
  const { q, access, on, outside, vdc, sort } = params;
  return {
    q: pageParam(q),
    access: pageParam(access),
    on: pageParam(on),
    outside: pageParam(outside),
    vdc: pageParam(vdc),
    sort: pageParam(sort),
  };
}
