import { externalAddress } from "../node.ts";
import type { Table } from "./model/table.ts";

/** Nodes by their external address. */
export const externals: Table<true> = {
  name: "externals",
  scan({ facts }) {
    const key = facts && externalAddress(facts);
    return key ? [{ key, text: "", value: true }] : [];
  },
  isQuiet: () => true,
};
