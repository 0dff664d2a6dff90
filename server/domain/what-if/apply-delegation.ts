import type { Delegation } from "../delegation.ts";
import {
  type IdRange,
  intersectIdRanges,
  parseIdRanges,
  subtractIdRanges,
  unionIdRanges,
  VLAN_BOUNDS,
  VXLAN_BOUNDS,
} from "../id-range.ts";
import type { ChangeOf } from "./scenario.ts";

type DelegationChange = ChangeOf<"change-delegation">;
type Changed = { delegation: Delegation; problem: null } | { delegation: null; problem: string };

/** The delegation with ids added to it or taken away; refuses what nobody could mean. */
export function changeDelegation(
  before: Delegation,
  change: DelegationChange,
  userRuleNames: readonly string[],
): Changed {
  const { ranges, problem } = parseIdRanges(
    change.ranges,
    change.ids === "vxlan" ? VXLAN_BOUNDS : VLAN_BOUNDS,
  );
  if (ranges === null) return { delegation: null, problem };
  if (change.ids === "vxlan" && change.nicTagName !== null) {
    return { delegation: null, problem: "VXLAN ids are of overlay rules, not of NIC tags." };
  }
  if (change.ids === "vlan" && (change.ruleName === null) === (change.nicTagName === null)) {
    return { delegation: null, problem: "Name the overlay rule or the NIC tag that the VLANs are for." };
  }
  const delegation =
    change.ids === "vxlan"
      ? { ...before, vxlanDelegations: vxlanRows(before, change, ranges, userRuleNames) }
      : { ...before, vlanDelegations: vlanRows(before, change, ranges) };
  return { delegation, problem: null };
}

type VxlanRow = Delegation["vxlanDelegations"][number];

function vxlanRows(
  { vxlanDelegations: rows }: Delegation,
  { direction, ruleName }: DelegationChange,
  ranges: readonly IdRange[],
  userRuleNames: readonly string[],
): VxlanRow[] {
  if (direction === "widen") {
    const isSame = ({ overlayRuleNames, sharedVlanIds }: VxlanRow) =>
      sharedVlanIds === null &&
      (ruleName === null
        ? overlayRuleNames === null
        : overlayRuleNames?.length === 1 && overlayRuleNames[0] === ruleName);
    const known = rows.findIndex(isSame);
    if (known < 0) {
      const overlayRuleNames = ruleName === null ? null : [ruleName];
      return [...rows, { overlayRuleNames, vxlanIds: ranges, sharedVlanIds: null }];
    }
    return rows.map((row, at) =>
      at === known ? { ...row, vxlanIds: unionIdRanges(row.vxlanIds, ranges) } : row,
    );
  }
  return rows
    .flatMap((row) => withoutIds(row, ruleName, ranges, userRuleNames))
    .filter(({ vxlanIds }) => vxlanIds.length > 0);
}

/** Where a row is for other rules too, they keep the ids. */
function withoutIds(
  row: VxlanRow,
  ruleName: string | null,
  ranges: readonly IdRange[],
  userRuleNames: readonly string[],
): VxlanRow[] {
  const ruleNames = row.overlayRuleNames ?? userRuleNames;
  const shrunk = { ...row, vxlanIds: subtractIdRanges(row.vxlanIds, ranges) };
  if (ruleName === null) return [shrunk];
  if (!ruleNames.includes(ruleName)) return [row];
  const others = ruleNames.filter((name) => name !== ruleName);
  const kept = intersectIdRanges(row.vxlanIds, ranges);
  return others.length === 0 || kept.length === 0
    ? [shrunk]
    : [shrunk, { ...row, overlayRuleNames: others, vxlanIds: kept }];
}

function vlanRows(
  { vlanDelegations: rows }: Delegation,
  { direction, ruleName, nicTagName }: DelegationChange,
  ranges: readonly IdRange[],
): Delegation["vlanDelegations"] {
  const isSame = (row: Delegation["vlanDelegations"][number]) =>
    row.overlayRuleName === ruleName && row.nicTagName === nicTagName;
  if (direction === "widen") {
    const known = rows.findIndex(isSame);
    if (known < 0) return [...rows, { overlayRuleName: ruleName, nicTagName, vlanIds: ranges }];
    return rows.map((row, at) =>
      at === known ? { ...row, vlanIds: unionIdRanges(row.vlanIds, ranges) } : row,
    );
  }
  return rows
    .map((row) => (isSame(row) ? { ...row, vlanIds: subtractIdRanges(row.vlanIds, ranges) } : row))
    .filter(({ vlanIds }) => vlanIds.length > 0);
}
