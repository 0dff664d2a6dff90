import type { Table } from "./model/table.ts";

/** Nodes by the PDC name they report; names of spaces are no names. */
export const pdcs: Table<true> = {
  name: "pdcs",
  scan({ facts }) {
    const pdcName = facts?.identity?.value.pdcName ?? "";
    return pdcName.trim() === "" ? [] : [{ key: pdcName, text: "", value: true }];
  },
};
