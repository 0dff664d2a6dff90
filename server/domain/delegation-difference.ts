import type { Delegation } from "./delegation.ts";
import { formatIdRanges, type IdRange, subtractIdRanges, unionIdRanges } from "./id-range.ts";

/** What one delegation has that another lacks, by what the ids are for. */
export type DelegationDifference = {
  ids: readonly { label: string; added: readonly IdRange[]; removed: readonly IdRange[] }[];
  /** null: the same. `from` and `to` null: no limit. */
  limit: { from: number | null; to: number | null } | null;
  /** null: the same. */
  restriction: { from: boolean; to: boolean } | null;
};

/** Rows are compared by the ids they give, however they are split. */
export function delegationDifference(before: Delegation, after: Delegation): DelegationDifference {
  const [earlier, later] = [idsByLabel(before), idsByLabel(after)];
  const labels = [...new Set([...earlier.keys(), ...later.keys()])];
  const ids = labels.flatMap((label) => {
    const [was, is] = [earlier.get(label) ?? [], later.get(label) ?? []];
    const [added, removed] = [subtractIdRanges(is, was), subtractIdRanges(was, is)];
    return added.length + removed.length === 0 ? [] : [{ label, added, removed }];
  });
  return {
    ids,
    limit:
      before.networkCountMax === after.networkCountMax
        ? null
        : { from: before.networkCountMax, to: after.networkCountMax },
    restriction:
      before.isRestricted === after.isRestricted
        ? null
        : { from: before.isRestricted, to: after.isRestricted },
  };
}

export function isSameDelegation(before: Delegation, after: Delegation): boolean {
  const { ids, limit, restriction } = delegationDifference(before, after);
  return ids.length === 0 && limit === null && restriction === null;
}

function idsByLabel({ vxlanDelegations, vlanDelegations }: Delegation): Map<string, readonly IdRange[]> {
  const byLabel = new Map<string, readonly IdRange[]>();
  const add = (label: string, ids: readonly IdRange[]) =>
    byLabel.set(label, unionIdRanges(byLabel.get(label) ?? [], ids));
  for (const { overlayRuleNames, vxlanIds, sharedVlanIds } of vxlanDelegations) {
    const rules = overlayRuleNames ? overlayRuleNames.toSorted().join(", ") : "all user rules";
    const shared = sharedVlanIds ? `, shared with own VLAN ${formatIdRanges(sharedVlanIds)}` : "";
    add(`VXLAN on ${rules}${shared}`, vxlanIds);
  }
  for (const { overlayRuleName, nicTagName, vlanIds } of vlanDelegations) {
    add(nicTagName === null ? `VLAN on rule ${overlayRuleName ?? ""}` : `VLAN on tag ${nicTagName}`, vlanIds);
  }
  return byLabel;
}
