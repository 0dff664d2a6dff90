import { WarningFilter } from "#server/domain/warning-input.ts";

/** The address's parameters that narrow the queue; the text filter is the table's own. */
const FILTER_PARAMS = {
  state: "state",
  severity: "severity",
  code: "code",
  pdcName: "pdc",
  nodeId: "node",
  vdcId: "vdc",
};

/** What somebody typed into the address and is no filter is left out, so every address shows something. */
export function warningFilterOf(read: (param: string) => string | null | undefined): WarningFilter {
  const given = Object.entries(FILTER_PARAMS).flatMap(([field, param]) => {
    const value = read(param);
    return value ? [[field, value] as const] : [];
  });
  const valid = given.filter(([field, value]) => WarningFilter.safeParse({ [field]: value }).success);
  return WarningFilter.parse(Object.fromEntries(valid));
}

/** The same view with one warning opened beside it. */
export function warningHref(search: string, warningId: string): string {
  const params = new URLSearchParams(search);
  params.set("warning", warningId);
  return `/warnings?${params}`;
}
