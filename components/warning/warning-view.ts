import { WarningFilter, type WarningSort } from "#server/domain/warning-input.ts";
import { parseSort } from "../ui/data-table/url-state.ts";

/** The address's parameters that narrow the queue. */
const FILTER_PARAMS = {
  state: "state",
  effects: "effects",
  severity: "severity",
  code: "code",
  pdcName: "pdc",
  nodeId: "node",
  vdcId: "vdc",
  assignee: "assignee",
  rootCauseId: "cause",
  text: "q",
} as const satisfies Record<keyof WarningFilter, string>;

type FilterField = keyof typeof FILTER_PARAMS;

/** What somebody typed into the address and is no filter is left out, so every address shows something. */
export function warningFilterOf(read: (param: string) => string | null | undefined): WarningFilter {
  const given = Object.entries(FILTER_PARAMS).flatMap(([field, param]) => {
    const value = read(param);
    return value ? [[field, value] as const] : [];
  });
  const valid = given.filter(([field, value]) => WarningFilter.safeParse({ [field]: value }).success);
  return WarningFilter.parse(Object.fromEntries(valid));
}

/** Every parameter of a filter; "" is one that is left out. The state is always named, so that no address is without filter. */
export function warningParamsOf(filter: WarningFilter): Record<string, string> {
  // Object.entries widens the keys of a constant table.
  const params = Object.entries(FILTER_PARAMS) as [FilterField, string][];
  return Object.fromEntries(
    params.map(([field, param]) => [
      param,
      filter.effects === filter[field] && filter.effects === "folded" ? "" : (filter[field] ?? ""),
    ]),
  );
}

/** An address that shows what the filter leaves. */
export function warningsHref(filter: WarningFilter): string {
  const params = new URLSearchParams(
    Object.entries(warningParamsOf(filter)).filter(([, value]) => value !== ""),
  );
  return `/warnings?${params}`;
}

/** The same view with one warning opened beside it. */
export function warningHref(search: string, warningId: string): string {
  const params = new URLSearchParams(search);
  params.set("warning", warningId);
  return `/warnings?${params}`;
}

/** Nothing is left out but what nobody sees unasked. */
export function isUnfiltered({ state, effects, ...rest }: WarningFilter): boolean {
  return (
    state === "open" && effects === "folded" && Object.values(rest).every((value) => value === undefined)
  );
}

/** Of the table's order as in the address; most urgent first, or newest first. */
export function warningOrderOf(text: string): { sort: WarningSort; isReversed: boolean } {
  const [asked] = parseSort(text);
  switch (asked?.id) {
    case "openedAt":
    case "changedAt":
      return { sort: asked.id, isReversed: !asked.desc };
    case "severity":
      return { sort: "urgency", isReversed: asked.desc };
    default:
      return { sort: "urgency", isReversed: false };
  }
}
