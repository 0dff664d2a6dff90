import { ADMINOVERLAY_VXLAN_ID, type Delegation, type DelegationDraft } from "./delegation.ts";
import type { Violation } from "./errors.ts";
import {
  formatIdRanges,
  type IdBounds,
  type IdRange,
  isIdInRanges,
  parseIdRanges,
  VLAN_BOUNDS,
  VXLAN_BOUNDS,
} from "./id-range.ts";

type DelegationReading = { delegation: Delegation; violations: readonly Violation[] };

/** Turns typed rows into ranges; rows that cannot be read are told in `violations` and count as no ids. */
export function readDelegation(draft: DelegationDraft): DelegationReading {
  const violations: Violation[] = [];
  const read = (field: string, text: string, bounds: IdBounds): readonly IdRange[] => {
    const { ranges, problem } = parseIdRanges(text, bounds);
    const message = problem ?? (ranges.length === 0 ? `Write the ${bounds.noun} ids of this row.` : null);
    if (message) violations.push({ field, message });
    return ranges ?? [];
  };
  const vxlanDelegations = draft.vxlanDelegations.map((row, index) => {
    const path = `vxlanDelegations.${index}`;
    const vxlanIds = read(`${path}.vxlanIds`, row.vxlanIds, VXLAN_BOUNDS);
    if (isIdInRanges(vxlanIds, ADMINOVERLAY_VXLAN_ID)) {
      violations.push({ field: `${path}.vxlanIds`, message: "VXLAN 2 is reserved for adminoverlay." });
    }
    const sharedVlanIds =
      row.sharedVlanIds === null ? null : read(`${path}.sharedVlanIds`, row.sharedVlanIds, VLAN_BOUNDS);
    return {
      overlayRuleNames: row.overlayRuleNames && [...new Set(row.overlayRuleNames)].toSorted(),
      vxlanIds,
      sharedVlanIds,
    };
  });
  const vlanDelegations = draft.vlanDelegations.map((row, index) => {
    const path = `vlanDelegations.${index}`;
    const { overlayRuleName, nicTagName } = row;
    if ((overlayRuleName === null) === (nicTagName === null)) {
      violations.push({ field: path, message: "Name the overlay rule or the NIC tag these VLANs are on." });
    }
    return { overlayRuleName, nicTagName, vlanIds: read(`${path}.vlanIds`, row.vlanIds, VLAN_BOUNDS) };
  });
  violations.push(...repeatedCarriers(vlanDelegations));
  const { isRestricted, networkCountMax } = draft;
  return { delegation: { isRestricted, networkCountMax, vxlanDelegations, vlanDelegations }, violations };
}

function repeatedCarriers(rows: Delegation["vlanDelegations"]): Violation[] {
  const seen = new Set<string>();
  return rows.flatMap(({ overlayRuleName, nicTagName }, index) => {
    const key = JSON.stringify([overlayRuleName, nicTagName]);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const name = overlayRuleName ?? nicTagName ?? "";
    return [
      {
        field: `vlanDelegations.${index}`,
        message: `${name} has a row of VLANs already; put them together.`,
      },
    ];
  });
}

/** The same delegation with its ranges in canonical form. */
export function canonicalDraft(delegation: Delegation): DelegationDraft {
  return {
    isRestricted: delegation.isRestricted,
    networkCountMax: delegation.networkCountMax,
    vxlanDelegations: delegation.vxlanDelegations.map(({ overlayRuleNames, vxlanIds, sharedVlanIds }) => ({
      overlayRuleNames: overlayRuleNames && [...overlayRuleNames],
      vxlanIds: formatIdRanges(vxlanIds),
      sharedVlanIds: sharedVlanIds && formatIdRanges(sharedVlanIds),
    })),
    vlanDelegations: delegation.vlanDelegations.map(({ overlayRuleName, nicTagName, vlanIds }) => ({
      overlayRuleName,
      nicTagName,
      vlanIds: formatIdRanges(vlanIds),
    })),
  };
}
