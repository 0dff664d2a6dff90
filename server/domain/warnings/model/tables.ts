import { endGroups, ends, speakers } from "../ipsec-ends.ts";
import { adminAddresses } from "../pdc-admin-network.ts";
import { innerVlans } from "../carriers.ts";
import { pdcs } from "../pdcs.ts";
import type { WarningRule } from "./rule.ts";
import type { Table } from "./table.ts";

/** Tables that rules look at beside their own. */
const LOOKED_AT: readonly Table<unknown>[] = [endGroups, ends, speakers, adminAddresses, innerVlans, pdcs];

/** Those that look into others come last. */
export function tablesOf(rules: readonly WarningRule[]): readonly Table<unknown>[] {
  const own = rules.flatMap((rule) => (rule.per === "group" ? [rule.table] : []));
  return [...new Set([...LOOKED_AT, ...own])].toSorted(
    (a, b) => Number(Boolean(a.looksUp)) - Number(Boolean(b.looksUp)),
  );
}
