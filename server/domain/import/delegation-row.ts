import { DelegationDraft } from "../delegation.ts";
import type { Violation } from "../errors.ts";
import { booleanOf, listOf, numberOrNull, shownText, textOf, textOrNull } from "./field-values.ts";
import type { FileRow } from "./file-row.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import { COLUMNS } from "./noun.ts";
import type { RowViolation } from "./verdict.ts";

/** Every user rule, also those that come later. */
export const ALL_USER_RULES = "*";

type RangeRow = { line: number; fields: ReadonlyMap<string, unknown> };

/** All rows about one vDC: together they are its delegation. */
export type DelegationRow = {
  line: number;
  vdcName: string | null;
  problems: readonly RowViolation[];
  leftOutReason?: string;
  /** Absent: as it is. */
  isRestricted?: unknown;
  networkCountMax?: unknown;
  vxlanRows: readonly RangeRow[];
  vlanRows: readonly RangeRow[];
};

/** In the order of each vDC's first row; rows that name none are together. */
export function groupDelegationRows(rows: readonly FileRow[]): DelegationRow[] {
  const byVdc = Map.groupBy(rows, ({ fields }) => shownText(fields.get("vdc")).toLowerCase());
  return [...byVdc.values()].map(groupOf);
}

function groupOf(rows: readonly FileRow[]): DelegationRow {
  const [first] = rows;
  const ranges = rows.map(rangesOf);
  return {
    line: first?.line ?? 0,
    vdcName: shownText(first?.fields.get("vdc")) || null,
    problems: [
      ...rows.flatMap(({ line, problems }) => problems.map((problem) => ({ ...problem, line }))),
      ...differing(rows, "restricted", booleanOf),
      ...differing(rows, "networkLimit", numberOrNull),
      ...ranges.flatMap(({ problems }) => problems),
    ],
    ...(first?.fields.has("restricted") && textOrNull(first.fields.get("restricted")) !== null
      ? { isRestricted: booleanOf(first.fields.get("restricted")) }
      : {}),
    ...(first?.fields.has("networkLimit")
      ? { networkCountMax: numberOrNull(first.fields.get("networkLimit")) }
      : {}),
    vxlanRows: ranges.flatMap(({ vxlanRows }) => vxlanRows),
    vlanRows: ranges.flatMap(({ vlanRows }) => vlanRows),
  };
}

/** What is about the whole vDC stands in each of its rows, and is the same. */
function differing(
  rows: readonly FileRow[],
  column: string,
  read: (value: unknown) => unknown,
): RowViolation[] {
  const [first, ...others] = rows;
  const wanted = read(first?.fields.get(column));
  return others
    .filter(({ fields }) => read(fields.get(column)) !== wanted)
    .map(({ line }) => ({
      line,
      field: column,
      message: `This differs from line ${first?.line}, which is about the same vDC.`,
    }));
}

type Ranges = { vxlanRows: RangeRow[]; vlanRows: RangeRow[]; problems: RowViolation[] };

function rangesOf(row: FileRow): Ranges {
  const { vxlans, vlans } = Object.fromEntries(row.fields);
  return Array.isArray(vxlans) || Array.isArray(vlans)
    ? rangesOfLists(row.line, vxlans ?? [], vlans ?? [])
    : rangesOfCells(row);
}

/** A CSV row is a range of VXLAN ids, a range of VLAN ids, or neither: then it only names the vDC. */
function rangesOfCells({ line, fields }: FileRow): Ranges {
  const hasVxlans = textOrNull(fields.get("vxlans")) !== null;
  const hasVlans = textOrNull(fields.get("vlans")) !== null;
  const row = { line, fields };
  const isBoth = hasVxlans && hasVlans;
  const message = "A row has VXLAN ids or VLAN ids; give each its own row.";
  return {
    vxlanRows: hasVxlans ? [row] : [],
    vlanRows: hasVlans && !isBoth ? [row] : [],
    problems: isBoth ? [{ line, field: "vlans", message }] : [],
  };
}

function rangesOfLists(line: number, vxlans: unknown, vlans: unknown): Ranges {
  const problems: RowViolation[] = [];
  const read = (field: string, list: unknown, columnOf: Readonly<Record<string, string>>): RangeRow[] => {
    if (!Array.isArray(list) || !list.every(isJsonObject)) {
      problems.push({ line, field, message: `Write ${field} as a list of objects.` });
      return [];
    }
    return list.map((object: JsonObject) => ({
      line,
      fields: new Map(Object.entries(object).map(([key, value]) => [columnOf[key] ?? key, value])),
    }));
  };
  const vxlanRows = read("vxlans", vxlans, { ids: "vxlans" });
  const vlanRows = read("vlans", vlans, { ids: "vlans", overlayRule: "overlayRules" });
  return { vxlanRows, vlanRows, problems };
}

export type ReadDelegationDraft = {
  draft: DelegationDraft | null;
  violations: readonly RowViolation[];
  /** Finds the line of a violation's field. */
  lineOf: (field: string) => number;
};

/** Laid over the delegation as it is: what no row says of the whole is kept, the ranges are exactly the file's. */
export function draftOfDelegation(
  row: DelegationRow,
  current: Pick<DelegationDraft, "isRestricted" | "networkCountMax">,
  userRuleNames: readonly string[],
): ReadDelegationDraft {
  const vxlanRows = row.vxlanRows.map(({ line, fields }) => ({ line, value: vxlanRow(fields) }));
  const vlanRows = row.vlanRows.flatMap(({ line, fields }) =>
    vlanRowsOf(fields, userRuleNames).map((value) => ({ line, value })),
  );
  const parsed = DelegationDraft.safeParse({
    isRestricted: "isRestricted" in row ? row.isRestricted : current.isRestricted,
    networkCountMax: "networkCountMax" in row ? row.networkCountMax : current.networkCountMax,
    vxlanDelegations: vxlanRows.map(({ value }) => value),
    vlanDelegations: vlanRows.map(({ value }) => value),
  });
  const lineOf = (field: string): number => {
    const [list, index = ""] = field.split(".");
    const rows = list === "vxlanDelegations" ? vxlanRows : list === "vlanDelegations" ? vlanRows : [];
    return rows[Number(index)]?.line ?? row.line;
  };
  if (parsed.success) return { draft: parsed.data, violations: [], lineOf };
  const violations = parsed.error.issues.map(({ path, message }) => {
    const field = path.join(".");
    return { line: lineOf(field), field: delegationColumn(field), message };
  });
  return { draft: null, violations, lineOf };
}

function vxlanRow(fields: ReadonlyMap<string, unknown>) {
  const rules = fields.get("overlayRules");
  const names = rules === ALL_USER_RULES || rules === null || rules === undefined ? null : listOf(rules);
  const isAll = Array.isArray(names) && names.length === 1 && names[0] === ALL_USER_RULES;
  return {
    overlayRuleNames: isAll ? null : names,
    vxlanIds: textOf(fields.get("vxlans")),
    sharedVlanIds: textOrNull(fields.get("sharedVlans")),
  };
}

function vlanRowsOf(fields: ReadonlyMap<string, unknown>, userRuleNames: readonly string[]) {
  const vlanIds = textOf(fields.get("vlans"));
  const nicTagName = textOrNull(fields.get("nicTag"));
  const rule = textOrNull(fields.get("overlayRules"));
  const ruleNames = rule === ALL_USER_RULES ? userRuleNames : [rule];
  return ruleNames.map((overlayRuleName) => ({ overlayRuleName, nicTagName, vlanIds }));
}

const COLUMN_BY_FIELD: Readonly<Record<string, string>> = {
  isRestricted: "restricted",
  networkCountMax: "networkLimit",
  vxlanIds: "vxlans",
  sharedVlanIds: "sharedVlans",
  vlanIds: "vlans",
  overlayRuleNames: "overlayRules",
  overlayRuleName: "overlayRules",
  nicTagName: "nicTag",
  vxlanDelegations: "vxlans",
  vlanDelegations: "vlans",
};

/** The file's word for a field of a draft such as `vxlanDelegations.0.vxlanIds`. */
export function delegationColumn(field: string): string {
  const [list = "", , inner = list] = field.split(".");
  return COLUMN_BY_FIELD[inner] ?? inner;
}

export function atLines(violations: readonly Violation[], lineOf: (field: string) => number): RowViolation[] {
  return violations.map(({ field, message }) => ({
    line: lineOf(field),
    field: delegationColumn(field),
    message,
  }));
}

type NamedDelegation = { vdcName: string; delegation: DelegationDraft };

/** One row a range; a vDC without any has one row that names it. */
export function delegationCells({ vdcName, delegation }: NamedDelegation): string[][] {
  const { isRestricted, networkCountMax, vxlanDelegations, vlanDelegations } = delegation;
  const whole = {
    vdc: vdcName,
    restricted: isRestricted ? "yes" : "no",
    networkLimit: `${networkCountMax ?? ""}`,
  };
  const rows: Readonly<Record<string, string>>[] = [
    ...vxlanDelegations.map(({ overlayRuleNames, vxlanIds, sharedVlanIds }) => ({
      ...whole,
      overlayRules: overlayRuleNames?.join(" ") ?? ALL_USER_RULES,
      vxlans: vxlanIds,
      sharedVlans: sharedVlanIds ?? "",
    })),
    ...vlanDelegations.map(({ overlayRuleName, nicTagName, vlanIds }) => ({
      ...whole,
      overlayRules: overlayRuleName ?? "",
      nicTag: nicTagName ?? "",
      vlans: vlanIds,
    })),
  ];
  const all = rows.length === 0 ? [whole] : rows;
  return all.map((row: Readonly<Record<string, string>>) =>
    COLUMNS.delegations.all.map((column) => row[column] ?? ""),
  );
}

export function delegationObject({ vdcName, delegation }: NamedDelegation): JsonObject {
  return {
    vdc: vdcName,
    restricted: delegation.isRestricted,
    networkLimit: delegation.networkCountMax,
    vxlans: delegation.vxlanDelegations.map(({ overlayRuleNames, vxlanIds, sharedVlanIds }) => ({
      overlayRules: overlayRuleNames ?? ALL_USER_RULES,
      ids: vxlanIds,
      sharedVlans: sharedVlanIds,
    })),
    vlans: delegation.vlanDelegations.map(({ overlayRuleName, nicTagName, vlanIds }) => ({
      overlayRule: overlayRuleName,
      nicTag: nicTagName,
      ids: vlanIds,
    })),
  };
}
