import { type Delegation, isSegmentDelegated, type NamedRule, type Segment } from "./delegation.ts";
import type { Violation } from "./errors.ts";
import { formatIdRanges, type IdRange, intersectIdRanges, isIdInRanges, unionIdRanges } from "./id-range.ts";

type NamedNetwork = Segment & { name: string };

/** Another vDC, named: only for operators. */
type OtherVdc = {
  vdcId: string;
  name: string;
  delegation: Delegation;
  networks: readonly (NamedNetwork & { isVxlanShared: boolean })[];
};

export type DelegationContext = {
  overlayRules: readonly NamedRule[];
  /** Names of normal, aggr and etherstub tags that nodes reported. */
  nicTagNames: readonly string[];
  otherVdcs: readonly OtherVdc[];
};

/** `holder`: the vDC that stands in the way, where one does. */
type Conflict = Violation & { holder?: { vdcId: string; vdcName: string } };

/** Unknown names, and ids that another vDC was delegated or uses. Names other vDCs, so it is for operators alone. */
export function delegationConflicts(delegation: Delegation, context: DelegationContext): readonly Conflict[] {
  return [
    ...unknownNames(delegation, context),
    ...ownSharingConflicts(delegation),
    ...delegation.vxlanDelegations.flatMap((_, index) => vxlanConflicts(delegation, index, context)),
    ...delegation.vlanDelegations.flatMap((_, index) => nicTagConflicts(delegation, index, context)),
  ];
}

function unknownNames(delegation: Delegation, { overlayRules, nicTagNames }: DelegationContext): Violation[] {
  const ruleNames = new Set(overlayRules.map(({ name }) => name));
  const ofVxlans = delegation.vxlanDelegations.flatMap(({ overlayRuleNames }, index) =>
    (overlayRuleNames ?? [])
      .filter((name) => !ruleNames.has(name))
      .map((name) => ({
        field: `vxlanDelegations.${index}.overlayRuleNames`,
        message: `No overlay rule is named ${name}.`,
      })),
  );
  const ofVlans = delegation.vlanDelegations.flatMap(({ overlayRuleName, nicTagName }, index) => {
    const field = `vlanDelegations.${index}`;
    if (overlayRuleName !== null && !ruleNames.has(overlayRuleName)) {
      return [{ field, message: `No overlay rule is named ${overlayRuleName}.` }];
    }
    if (nicTagName !== null && !nicTagNames.includes(nicTagName)) {
      return [{ field, message: `No node has reported a NIC tag named ${nicTagName}.` }];
    }
    return [];
  });
  return [...ofVxlans, ...ofVlans];
}

function ownSharingConflicts({ vxlanDelegations }: Delegation): Violation[] {
  return vxlanDelegations.flatMap(({ vxlanIds, sharedVlanIds }, index) => {
    const contrary = vxlanDelegations.filter(
      (row) => (row.sharedVlanIds === null) !== (sharedVlanIds === null),
    );
    const both = intersectIdRanges(vxlanIds, unionIdRanges(...contrary.map((row) => row.vxlanIds)));
    if (both.length === 0 || sharedVlanIds === null) return [];
    return [
      {
        field: `vxlanDelegations.${index}.vxlanIds`,
        message: `VXLAN ${formatIdRanges(both)} is both shared and not shared here.`,
      },
    ];
  });
}

function vxlanConflicts(delegation: Delegation, index: number, { otherVdcs }: DelegationContext): Conflict[] {
  const own = delegation.vxlanDelegations[index];
  if (!own) return [];
  const field = `vxlanDelegations.${index}.vxlanIds`;
  return otherVdcs.flatMap((vdc) =>
    heldBy(vdc, [
      ...vdc.delegation.vxlanDelegations.flatMap((other) => {
        const both = intersectIdRanges(own.vxlanIds, other.vxlanIds);
        return both.length === 0
          ? []
          : delegatedTwice(field, both, own.sharedVlanIds, other.sharedVlanIds, vdc.name);
      }),
      ...networksInTheWay(field, own, vdc),
    ]),
  );
}

function heldBy({ vdcId, name }: OtherVdc, violations: readonly Violation[]): Conflict[] {
  return violations.map((violation) => ({ ...violation, holder: { vdcId, vdcName: name } }));
}

function delegatedTwice(
  field: string,
  both: readonly IdRange[],
  ownVlanIds: readonly IdRange[] | null,
  otherVlanIds: readonly IdRange[] | null,
  vdcName: string,
): Violation[] {
  const ids = formatIdRanges(both);
  if (otherVlanIds === null) {
    return [{ field, message: `VXLAN ${ids} is delegated to vDC ${vdcName}, which does not share it.` }];
  }
  if (ownVlanIds === null) {
    return [{ field, message: `VXLAN ${ids} is shared by vDC ${vdcName}; tick shared here too.` }];
  }
  const vlanIds = intersectIdRanges(ownVlanIds, otherVlanIds);
  if (vlanIds.length === 0) return [];
  const vlans = formatIdRanges(vlanIds);
  return [
    {
      field: field.replace(/vxlanIds$/, "sharedVlanIds"),
      message: `VLAN ${vlans} inside VXLAN ${ids} belongs to vDC ${vdcName}.`,
    },
  ];
}

function networksInTheWay(
  field: string,
  own: Delegation["vxlanDelegations"][number],
  { name: vdcName, networks }: OtherVdc,
): Violation[] {
  return networks
    .filter(({ vxlanId, vlanId, isVxlanShared }) => {
      if (vxlanId === null || !isIdInRanges(own.vxlanIds, vxlanId)) return false;
      return own.sharedVlanIds === null || !isVxlanShared || isIdInRanges(own.sharedVlanIds, vlanId);
    })
    .map(({ name, vxlanId }) => ({
      field,
      message: `VXLAN ${vxlanId} is used by network ${name} of vDC ${vdcName}.`,
    }));
}

function nicTagConflicts(
  delegation: Delegation,
  index: number,
  { otherVdcs }: DelegationContext,
): Conflict[] {
  const own = delegation.vlanDelegations[index];
  if (!own || own.nicTagName === null) return [];
  const { nicTagName, vlanIds } = own;
  const field = `vlanDelegations.${index}.vlanIds`;
  return otherVdcs.flatMap((vdc) => {
    const { name, delegation: other, networks } = vdc;
    const delegated = other.vlanDelegations
      .filter((row) => row.nicTagName === nicTagName)
      .map((row) => intersectIdRanges(vlanIds, row.vlanIds))
      .filter((both) => both.length > 0)
      .map((both) => ({
        field,
        message: `VLAN ${formatIdRanges(both)} on ${nicTagName} is delegated to vDC ${name}.`,
      }));
    const used = networks
      .filter((network) => network.nicTagName === nicTagName && isIdInRanges(vlanIds, network.vlanId))
      .map((network) => ({
        field,
        message: `VLAN ${network.vlanId} on ${nicTagName} is used by network ${network.name} of vDC ${name}.`,
      }));
    return heldBy(vdc, [...delegated, ...used]);
  });
}

/** The vDC's own networks whose ids this delegation does not hold. */
export function networksOutside<N extends NamedNetwork>(
  delegation: Delegation,
  networks: readonly N[],
  overlayRules: readonly NamedRule[],
): readonly N[] {
  return networks.filter((network) => !isSegmentDelegated(delegation, network, overlayRules));
}

/** Refuses a delegation that leaves networks outside which were inside before, by their names. */
export function shrinkViolations(
  before: Delegation,
  after: Delegation,
  networks: readonly NamedNetwork[],
  overlayRules: readonly NamedRule[],
): readonly Violation[] {
  const left = networksOutside(after, networks, overlayRules).filter((network) =>
    isSegmentDelegated(before, network, overlayRules),
  );
  if (left.length === 0) return [];
  const names = left.map(({ name }) => name).join(", ");
  const noun = left.length === 1 ? "network" : "networks";
  return [{ field: "", message: `These ranges would leave the ${noun} ${names} outside the delegation.` }];
}
