import type { AddressUsage } from "../address/draft.ts";
import { shownText, textOf, textOrNull } from "./field-values.ts";
import type { FileRow } from "./file-row.ts";
import type { JsonObject } from "./json.ts";

export type AddressRow = FileRow & {
  vdcName: string | null;
  networkName: string | null;
  address: string;
  /** Absent: as it is; of a new one the default. */
  usage?: unknown;
  note?: unknown;
};

export function readAddressRow(row: FileRow): AddressRow {
  const { fields } = row;
  const usage = textOrNull(fields.get("usage"));
  return {
    ...row,
    vdcName: shownText(fields.get("vdc")) || null,
    networkName: shownText(fields.get("network")) || null,
    address: shownText(fields.get("address")),
    ...(usage === null ? {} : { usage: typeof usage === "string" ? usage.toLowerCase() : usage }),
    ...(fields.has("note") ? { note: textOf(fields.get("note")) } : {}),
  };
}

export type NamedAddress = {
  vdcName: string;
  networkName: string;
  address: string;
  usage: AddressUsage;
  note: string;
};

export function addressCells({ vdcName, networkName, address, usage, note }: NamedAddress): string[] {
  return [vdcName, networkName, address, usage, note];
}

export function addressObject({ vdcName, networkName, address, usage, note }: NamedAddress): JsonObject {
  return { vdc: vdcName, network: networkName, address, usage, note };
}
