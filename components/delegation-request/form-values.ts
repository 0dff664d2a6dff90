import type { RequestDraft, WishDraft } from "#server/domain/delegation-request.ts";

export type AmountKind = "count" | "ids";

/** `name`: of an overlay rule or a NIC tag; for VXLANs "" lets the operator choose. */
export type WishRow = {
  /** Names the row while others come and go. */
  key: number;
  name: string;
  isTag: boolean;
  amountKind: AmountKind;
  amount: string;
};

/** What is typed, as it is typed. */
export type RequestFormValues = {
  vxlanRows: readonly WishRow[];
  vlanRows: readonly WishRow[];
  networkCountMax: string;
  reason: string;
};

export const EMPTY_REQUEST: RequestFormValues = {
  vxlanRows: [],
  vlanRows: [],
  networkCountMax: "",
  reason: "",
};

export function valuesOf({ wanted, reason }: RequestDraft): RequestFormValues {
  const rowOf = (row: WishDraft["vlans"][number], key: number): WishRow => ({
    key,
    name: row.nicTagName ?? row.overlayRuleName ?? "",
    isTag: row.nicTagName !== null,
    amountKind: row.ids === null ? "count" : "ids",
    amount: row.ids ?? String(row.count ?? ""),
  });
  return {
    vxlanRows: wanted.vxlans.map((row, key) => rowOf({ ...row, nicTagName: null }, key)),
    vlanRows: wanted.vlans.map(rowOf),
    networkCountMax: wanted.networkCountMax === null ? "" : String(wanted.networkCountMax),
    reason,
  };
}

/** What is no whole number becomes NaN, which the schema refuses in its own words. */
function numberOf(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

export function draftOf(values: RequestFormValues): RequestDraft {
  const amountOf = ({ amountKind, amount }: WishRow) => ({
    count: amountKind === "count" ? numberOf(amount) : null,
    ids: amountKind === "ids" ? amount : null,
  });
  return {
    wanted: {
      vxlans: values.vxlanRows.map((row) => ({
        overlayRuleName: row.name.trim() || null,
        ...amountOf(row),
      })),
      vlans: values.vlanRows.map((row) => ({
        overlayRuleName: row.isTag ? null : row.name.trim() || null,
        nicTagName: row.isTag ? row.name.trim() || null : null,
        ...amountOf(row),
      })),
      networkCountMax: numberOf(values.networkCountMax),
    },
    reason: values.reason,
  };
}

export function emptyRow(rows: readonly WishRow[], name: string): WishRow {
  return {
    key: Math.max(-1, ...rows.map(({ key }) => key)) + 1,
    name,
    isTag: false,
    amountKind: "count",
    amount: "",
  };
}
