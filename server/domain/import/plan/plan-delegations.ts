import { delegationConflicts, type DelegationContext, shrinkViolations } from "../../delegation-conflicts.ts";
import { canonicalDraft, readDelegation } from "../../delegation-reading.ts";
import {
  type Delegation,
  type DelegationDraft,
  type NamedRule,
  type Segment,
  sharedVxlanIds,
} from "../../delegation.ts";
import type { Violation } from "../../errors.ts";
import { type IdRange, intersectIdRanges, isIdInRanges, unionIdRanges } from "../../id-range.ts";
import { atLines, type DelegationRow, draftOfDelegation } from "../delegation-row.ts";
import { NO_SUCH_VDC, type RowChange, type RowVerdict, type RowViolation } from "../verdict.ts";

type NetworkInVdc = Segment & { name: string; isVxlanShared: boolean };

export type DelegationSituation = {
  /** Every vDC of the cloud: conflicts are between any two. */
  vdcs: readonly {
    vdcId: string;
    vdcName: string;
    delegation: Delegation;
    networks: readonly NetworkInVdc[];
  }[];
  overlayRules: readonly (NamedRule & { name: string })[];
  nicTagNames: readonly string[];
};

export type DelegationStep = { vdcId: string; vdcName: string; before: DelegationDraft; values: Delegation };
export type PlannedDelegationRow = { verdict: RowVerdict; step: DelegationStep | null };

type PlanOptions = {
  defaultVdcName: string | null;
  /** Rows about any other vDC are refused. null: all are welcome. */
  onlyVdcId: string | null;
  /** Networks left outside are accepted. */
  markOutside: boolean;
};

type VdcState = DelegationSituation["vdcs"][number] & {
  vxlanIds: readonly IdRange[];
  /** A later row of the file replaces it, so it is in nobody's way. */
  isReplacedLater: boolean;
};

/**
 * Judges the vDCs of a file one after another. What a vDC further down gives up is free already, so that ranges can move
 * between vDCs in whichever order they are written.
 */
export function makeDelegationPlanner(
  situation: DelegationSituation,
  rows: readonly DelegationRow[],
  { defaultVdcName, onlyVdcId, markOutside }: PlanOptions,
): (row: DelegationRow) => PlannedDelegationRow {
  const nameOf = (row: DelegationRow) => (row.vdcName ?? defaultVdcName)?.toLowerCase() ?? "";
  const named = new Set(rows.map(nameOf));
  const stateByName = new Map(
    situation.vdcs.map((vdc): [string, VdcState] => [
      vdc.vdcName.toLowerCase(),
      stateOf(vdc, named.has(vdc.vdcName.toLowerCase())),
    ]),
  );
  const userRuleNames = situation.overlayRules.filter(({ isUserRule }) => isUserRule).map(({ name }) => name);
  const lineByName = new Map<string, number>();

  return (row) => {
    const vdcName = row.vdcName ?? defaultVdcName;
    const about = { line: row.line, vdcName, name: vdcName ?? "" };
    if (row.problems.length > 0) return refused(about, row.problems);
    if (vdcName === null)
      return refused(about, [{ field: "vdc", message: "Name the vDC of this delegation." }]);
    const vdc = stateByName.get(nameOf(row));
    if (!vdc || (onlyVdcId !== null && vdc.vdcId !== onlyVdcId)) return refused(about, [NO_SUCH_VDC]);
    const earlierLine = lineByName.get(nameOf(row));
    if (earlierLine !== undefined) {
      const message = `Line ${earlierLine} of this file is about vDC ${vdc.vdcName} already.`;
      return refused(about, [{ field: "vdc", message }]);
    }
    lineByName.set(nameOf(row), row.line);

    const { draft, violations, lineOf } = draftOfDelegation(row, vdc.delegation, userRuleNames);
    if (!draft) return refused(about, violations);
    const { delegation, violations: unreadable } = readDelegation(draft);
    if (unreadable.length > 0) return refused(about, atLines(unreadable, lineOf));
    const changes = delegationChanges(vdc.delegation, delegation);
    stateByName.set(nameOf(row), { ...vdc, isReplacedLater: false });
    const context = contextFor(vdc, delegation, situation, stateByName.values());
    if (changes.length === 0) {
      const overlaps = withOthers(delegation, context);
      return overlaps.length > 0
        ? refused(about, atLines(overlaps, lineOf))
        : planned({ ...about, verdict: "unchanged" });
    }
    const conflicts = [
      ...delegationConflicts(delegation, context),
      ...(markOutside
        ? []
        : shrinkViolations(vdc.delegation, delegation, vdc.networks, situation.overlayRules)),
    ];
    if (conflicts.length > 0) return refused(about, atLines(conflicts, lineOf));
    const shared = sharedVxlanIds(delegation);
    const networks = vdc.networks.map((network) => ({
      ...network,
      isVxlanShared: network.vxlanId !== null && isIdInRanges(shared, network.vxlanId),
    }));
    stateByName.set(nameOf(row), stateOf({ ...vdc, delegation, networks }, false));
    const before = canonicalDraft(vdc.delegation);
    const step = { vdcId: vdc.vdcId, vdcName: vdc.vdcName, before, values: delegation };
    return planned({ ...about, verdict: "changed", changes }, step);
  };
}

/** What an earlier row of the file may have taken; of what is kept nothing else is asked. */
function withOthers(delegation: Delegation, context: DelegationContext): readonly Violation[] {
  const alone = delegationConflicts(delegation, { ...context, otherVdcs: [] });
  return delegationConflicts(delegation, context).slice(alone.length);
}

function stateOf(vdc: DelegationSituation["vdcs"][number], isReplacedLater: boolean): VdcState {
  const vxlanIds = unionIdRanges(...vdc.delegation.vxlanDelegations.map((row) => row.vxlanIds));
  return { ...vdc, vxlanIds, isReplacedLater };
}

/** Only vDCs that could be in the way: each pair is compared range by range. */
function contextFor(
  vdc: VdcState,
  delegation: Delegation,
  { overlayRules, nicTagNames }: DelegationSituation,
  states: Iterable<VdcState>,
): DelegationContext {
  const ownVxlanIds = unionIdRanges(...delegation.vxlanDelegations.map(({ vxlanIds }) => vxlanIds));
  const ownTags = new Set(
    delegation.vlanDelegations.map(({ nicTagName }) => nicTagName).filter((name) => name !== null),
  );
  const otherVdcs: DelegationContext["otherVdcs"][number][] = [];
  for (const other of states) {
    if (other.vdcId === vdc.vdcId) continue;
    const networks = other.networks.filter(
      ({ vxlanId, nicTagName }) =>
        (vxlanId !== null && isIdInRanges(ownVxlanIds, vxlanId)) ||
        (nicTagName !== null && ownTags.has(nicTagName)),
    );
    const isInTheWay =
      !other.isReplacedLater &&
      (intersectIdRanges(ownVxlanIds, other.vxlanIds).length > 0 ||
        other.delegation.vlanDelegations.some(
          ({ nicTagName }) => nicTagName !== null && ownTags.has(nicTagName),
        ));
    if (!isInTheWay && networks.length === 0) continue;
    const nothing = { ...other.delegation, vxlanDelegations: [], vlanDelegations: [] };
    otherVdcs.push({
      vdcId: other.vdcId,
      name: other.vdcName,
      delegation: isInTheWay ? other.delegation : nothing,
      networks,
    });
  }
  return { overlayRules, nicTagNames, otherVdcs };
}

function delegationChanges(before: Delegation, after: Delegation): RowChange[] {
  const one = shownDelegation(before);
  const other = shownDelegation(after);
  return Object.keys(one)
    .map((field) => ({ field, before: one[field] ?? "", after: other[field] ?? "" }))
    .filter((change) => change.before !== change.after);
}

/** By column; the order in which ranges are written means nothing. */
function shownDelegation(delegation: Delegation): Record<string, string> {
  const { isRestricted, networkCountMax, vxlanDelegations, vlanDelegations } = canonicalDraft(delegation);
  const vxlans = vxlanDelegations.map(({ overlayRuleNames, vxlanIds, sharedVlanIds }) => {
    const rules = overlayRuleNames === null ? "all user rules" : overlayRuleNames.toSorted().join(" ");
    return `${vxlanIds} on ${rules}${sharedVlanIds === null ? "" : `, shared with VLANs ${sharedVlanIds}`}`;
  });
  const vlans = vlanDelegations.map(
    ({ overlayRuleName, nicTagName, vlanIds }) =>
      `${vlanIds} on ${overlayRuleName ?? `NIC tag ${nicTagName}`}`,
  );
  return {
    restricted: isRestricted ? "yes" : "no",
    networkLimit: `${networkCountMax ?? ""}`,
    vxlans: vxlans.toSorted().join("; "),
    vlans: vlans.toSorted().join("; "),
  };
}

type About = Pick<RowVerdict, "line" | "vdcName" | "name">;

function refused(about: About, violations: readonly RowViolation[]): PlannedDelegationRow {
  return planned({ ...about, verdict: "refused", violations });
}

function planned(
  row: About & Pick<RowVerdict, "verdict"> & Partial<RowVerdict>,
  step: DelegationStep | null = null,
): PlannedDelegationRow {
  return { verdict: { violations: [], changes: [], note: null, ...row }, step };
}
