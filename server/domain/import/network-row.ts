import type { Violation } from "../errors.ts";
import { NetworkDraft, type NetworkValues } from "../network/draft.ts";
import { booleanOf, idOrNull, listOf, numberOrNull, shownText, textOf, textOrNull } from "./field-values.ts";
import type { FileRow } from "./file-row.ts";
import { COLUMNS } from "./noun.ts";
import type { JsonObject } from "./json.ts";
import type { RowChange } from "./verdict.ts";

type DraftField = keyof NetworkDraft;
/** What of a network a file holds; the rest is kept, or the default of a new one. */
export type NetworkRow = FileRow & {
  vdcName: string | null;
  name: string;
  given: ReadonlyMap<DraftField, unknown>;
};

const FIELDS: readonly { column: string; field: DraftField; read: (value: unknown) => unknown }[] = [
  { column: "name", field: "name", read: textOf },
  { column: "alias", field: "alias", read: textOf },
  { column: "description", field: "description", read: textOf },
  { column: "access", field: "access", read: accessOf },
  { column: "subnet", field: "subnet", read: textOf },
  { column: "gateway", field: "gateway", read: textOf },
  { column: "resolvers", field: "resolvers", read: listOf },
  { column: "dnsDomain", field: "dnsDomain", read: textOf },
  { column: "ptrDomain", field: "ptrDomain", read: textOf },
  { column: "dhcpPassthrough", field: "isDhcpPassthrough", read: booleanOf },
  { column: "overlayRule", field: "overlayRuleName", read: textOrNull },
  { column: "nicTag", field: "nicTagName", read: textOrNull },
  { column: "vxlan", field: "vxlanId", read: idOrNull },
  { column: "vlan", field: "vlanId", read: (value) => idOrNull(value) ?? 0 },
  { column: "mtu", field: "mtuBytes", read: numberOrNull },
  { column: "allowOverlap", field: "allowOverlapInVdc", read: booleanOf },
];
const COLUMN_BY_FIELD = new Map<string, string>(FIELDS.map(({ field, column }) => [field, column]));

function accessOf(value: unknown): unknown {
  const text = textOrNull(value) ?? "private";
  return typeof text === "string" ? text.toLowerCase() : text;
}

/** The file's word for a field of a draft. */
export function networkColumn(field: string): string {
  const [first = ""] = field.split(".");
  return COLUMN_BY_FIELD.get(first) ?? first;
}

export function readNetworkRow(row: FileRow): NetworkRow {
  const given = new Map<DraftField, unknown>();
  for (const { column, field, read } of FIELDS) {
    if (row.fields.has(column)) given.set(field, read(row.fields.get(column)));
  }
  return {
    ...row,
    vdcName: shownText(row.fields.get("vdc")) || null,
    name: shownText(row.fields.get("name")),
    given,
  };
}

export type ReadDraft = { draft: NetworkDraft; problems: null } | { draft: null; problems: Violation[] };

/**
 * Laid over the network that has the name, so that what the file does not say is kept; "next free" keeps the id that is
 * already there, so that the same file again changes nothing.
 */
export function draftOfRow({ given }: Pick<NetworkRow, "given">, current: NetworkValues | null): ReadDraft {
  const kept = current ? draftOf(current) : { vlanId: 0 };
  const asked = new Map<DraftField, unknown>(given);
  if (asked.get("overlayRuleName") && !asked.has("nicTagName")) asked.set("nicTagName", null);
  if (asked.get("nicTagName")) {
    if (!asked.has("overlayRuleName")) asked.set("overlayRuleName", null);
    if (!asked.has("vxlanId")) asked.set("vxlanId", null);
  }
  const parsed = NetworkDraft.safeParse({ ...kept, ...Object.fromEntries(asked) });
  if (!parsed.success) {
    return {
      draft: null,
      problems: parsed.error.issues.map(({ path, message }) => ({
        field: networkColumn(String(path[0] ?? "")),
        message,
      })),
    };
  }
  return { draft: current ? withKeptIds(parsed.data, current) : parsed.data, problems: null };
}

function withKeptIds(draft: NetworkDraft, current: NetworkValues): NetworkDraft {
  const isSameCarrier =
    draft.overlayRuleName === current.overlayRuleName && draft.nicTagName === current.nicTagName;
  if (!isSameCarrier) return draft;
  const vxlanId = draft.vxlanId === "next-free" ? current.vxlanId : draft.vxlanId;
  const isSameVxlan = vxlanId === current.vxlanId;
  const vlanId = draft.vlanId === "next-free" && isSameVxlan ? current.vlanId : draft.vlanId;
  return { ...draft, vxlanId, vlanId };
}

function draftOf(values: NetworkValues): NetworkDraft {
  const { isVxlanShared: _s, addressScopeRuleName: _a, gateway, ...fields } = values;
  return { ...fields, gateway: gateway ?? "", allowOverlapInVdc: false };
}

const COMPARED = FIELDS.filter(({ field }) => field !== "allowOverlapInVdc" && field !== "name");

/** Column by column; none when the two are the same to a file. */
export function networkChanges(before: NetworkValues, after: NetworkValues | NetworkDraft): RowChange[] {
  const one = cellsOf(before);
  const other = cellsOf(after);
  return COMPARED.flatMap(({ column, field }) => {
    const changed = { field: column, before: one.get(field) ?? "", after: other.get(field) ?? "" };
    const isKept = field === "mtuBytes" && after.mtuBytes === null;
    return changed.before === changed.after || isKept ? [] : [changed];
  });
}

function cellsOf(network: NetworkValues | NetworkDraft): Map<DraftField, string> {
  const values = new Map<string, unknown>(Object.entries(network));
  return new Map(
    FIELDS.map(({ field }) => {
      const value = field === "alias" ? network.alias || network.name : values.get(field);
      return [field, cellOf(value)];
    }),
  );
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(" ") : String(value);
}

type NamedNetwork = NetworkValues & { vdcName: string };

/** One row of cells in the order of the columns; `allowOverlap` is asked, never stored, so it is empty. */
export function networkCells(network: NamedNetwork): string[] {
  const cells = cellsOf(network);
  const byColumn = new Map(FIELDS.map(({ column, field }) => [column, cells.get(field) ?? ""]));
  return COLUMNS.networks.all.map((column) =>
    column === "vdc" ? network.vdcName : column === "allowOverlap" ? "" : (byColumn.get(column) ?? ""),
  );
}

export function networkObject(network: NamedNetwork): JsonObject {
  const values = new Map<string, unknown>(Object.entries(network));
  const fields = FIELDS.filter(({ column }) => column !== "allowOverlap");
  return {
    vdc: network.vdcName,
    ...Object.fromEntries(fields.map(({ column, field }) => [column, values.get(field) ?? null])),
  };
}
