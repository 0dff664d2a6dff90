import * as z from "zod";
import { type IdRange, isIdInRanges, unionIdRanges } from "./id-range.ts";

/** The system's own overlay on every node has it. */
export const ADMINOVERLAY_VXLAN_ID = 2;

type VxlanDelegation = {
  /** null: every user rule, also those that come later. */
  overlayRuleNames: readonly string[] | null;
  vxlanIds: readonly IdRange[];
  /** null: this vDC has the ids for itself. Else it shares them and may use only these VLANs in them. */
  sharedVlanIds: readonly IdRange[] | null;
};

/** VLANs inside the vDC's own VXLANs of a rule, or on a NIC tag; exactly one of the two is named. */
type VlanDelegation = {
  overlayRuleName: string | null;
  nicTagName: string | null;
  vlanIds: readonly IdRange[];
};

/** What a vDC may use. One that is not restricted may use any id that no other vDC holds. */
export type Delegation = {
  isRestricted: boolean;
  /** null: no limit. */
  networkCountMax: number | null;
  vxlanDelegations: readonly VxlanDelegation[];
  vlanDelegations: readonly VlanDelegation[];
};

export type NamedRule = { name: string; isUserRule: boolean };

/** (overlay rule, VXLAN, VLAN) or (NIC tag, VLAN). */
export type Segment = {
  overlayRuleName: string | null;
  nicTagName: string | null;
  vxlanId: number | null;
  vlanId: number;
};

/** Range rows as they are typed; `sharedVlanIds` null: not shared. */
export const DelegationDraft = z.object({
  isRestricted: z.boolean({ error: "Say whether the vDC is restricted to its ranges." }),
  networkCountMax: z
    .number({ error: "Write the limit of networks as a whole number." })
    .int({ error: "Write the limit of networks as a whole number." })
    .min(0, { error: "The limit of networks cannot be negative." })
    .max(1_000_000, { error: "The limit of networks is at most 1000000; leave it empty for none." })
    .nullable(),
  vxlanDelegations: z
    .array(
      z.object({
        overlayRuleNames: z
          .array(z.string().max(64, { error: "No overlay rule has a name that long." }))
          .min(1, { error: "Name an overlay rule, or choose all user rules." })
          .max(100, { error: "Name at most 100 overlay rules." })
          .nullable(),
        vxlanIds: z.string({ error: "Write the VXLAN ids as ranges." }).max(20_000, { error: "Too long." }),
        sharedVlanIds: z.string().max(20_000, { error: "Too long." }).nullable(),
      }),
    )
    .max(200, { error: "A vDC has at most 200 rows of VXLAN ranges." }),
  vlanDelegations: z
    .array(
      z.object({
        overlayRuleName: z.string().max(64, { error: "No overlay rule has a name that long." }).nullable(),
        nicTagName: z.string().max(64, { error: "No NIC tag has a name that long." }).nullable(),
        vlanIds: z.string({ error: "Write the VLAN ids as ranges." }).max(20_000, { error: "Too long." }),
      }),
    )
    .max(200, { error: "A vDC has at most 200 rows of VLAN ranges." }),
});
export type DelegationDraft = z.infer<typeof DelegationDraft>;

/** `adminoverlay` and other system rules are never implied by "all user rules". */
export function holdsForRule({ overlayRuleNames }: VxlanDelegation, rule: NamedRule): boolean {
  return overlayRuleNames === null ? rule.isUserRule : overlayRuleNames.includes(rule.name);
}

export function delegatedVxlanIds(delegation: Delegation, rule: NamedRule): readonly IdRange[] {
  const rows = delegation.vxlanDelegations.filter((row) => holdsForRule(row, rule));
  return unionIdRanges(...rows.map(({ vxlanIds }) => vxlanIds));
}

/** Ids this vDC was delegated together with others. */
export function sharedVxlanIds({ vxlanDelegations }: Delegation): readonly IdRange[] {
  return unionIdRanges(
    ...vxlanDelegations.filter((row) => row.sharedVlanIds !== null).map(({ vxlanIds }) => vxlanIds),
  );
}

/** VLANs of a NIC tag; no tag is ever implied. */
export function delegatedTagVlanIds(delegation: Delegation, nicTagName: string): readonly IdRange[] {
  return unionIdRanges(
    ...delegation.vlanDelegations
      .filter((row) => row.nicTagName === nicTagName)
      .map(({ vlanIds }) => vlanIds),
  );
}

/** VLANs that the rule's own (not shared) VXLANs may carry. */
export function delegatedRuleVlanIds(delegation: Delegation, ruleName: string): readonly IdRange[] {
  return unionIdRanges(
    ...delegation.vlanDelegations
      .filter((row) => row.overlayRuleName === ruleName)
      .map(({ vlanIds }) => vlanIds),
  );
}

/** VLANs inside one delegated VXLAN id; none when the id is not delegated for the rule. */
export function delegatedVlanIdsIn(
  delegation: Delegation,
  rule: NamedRule,
  vxlanId: number,
): readonly IdRange[] {
  return unionIdRanges(
    ...delegation.vxlanDelegations
      .filter((row) => holdsForRule(row, rule) && isIdInRanges(row.vxlanIds, vxlanId))
      .map((row) => row.sharedVlanIds ?? delegatedRuleVlanIds(delegation, rule.name)),
  );
}

/** False for a segment that a vDC with this delegation could not choose today, whoever else holds it. */
export function isSegmentDelegated(
  delegation: Delegation,
  { overlayRuleName, nicTagName, vxlanId, vlanId }: Segment,
  rules: readonly NamedRule[],
): boolean {
  if (!delegation.isRestricted) return true;
  if (nicTagName !== null) return isIdInRanges(delegatedTagVlanIds(delegation, nicTagName), vlanId);
  const rule = rules.find(({ name }) => name === overlayRuleName);
  if (!rule || vxlanId === null) return false;
  return isIdInRanges(delegatedVlanIdsIn(delegation, rule, vxlanId), vlanId);
}
