import {
  ADMINOVERLAY_VXLAN_ID,
  type Delegation,
  delegatedRuleVlanIds,
  delegatedTagVlanIds,
  delegatedVlanIdsIn,
  delegatedVxlanIds,
  holdsForRule,
  sharedVxlanIds,
} from "../delegation.ts";
import type { Violation } from "../errors.ts";
import {
  type IdRange,
  isIdInRanges,
  subtractIdRanges,
  unionIdRanges,
  VLAN_BOUNDS,
  VXLAN_BOUNDS,
} from "../id-range.ts";
import type { HeldIds, NetworkContext, RuleOfNetwork } from "./context.ts";
import type { NetworkDraft } from "./draft.ts";
import type { Carrier } from "./mtu.ts";

const RESERVED_VXLAN_IDS = [{ first: ADMINOVERLAY_VXLAN_ID, last: ADMINOVERLAY_VXLAN_ID }];
export const ALL_VXLAN_IDS = subtractIdRanges([VXLAN_BOUNDS], RESERVED_VXLAN_IDS);

/** The chosen rule or tag, or why it cannot be. In a restricted vDC unknown and undelegated read the same. */
export function carrierOf(draft: NetworkDraft, context: NetworkContext): Carrier | Violation | null {
  const { overlayRuleName, nicTagName } = draft;
  if (overlayRuleName !== null && nicTagName === null) return ruleCarrier(overlayRuleName, context);
  if (nicTagName !== null && overlayRuleName === null) return tagCarrier(nicTagName, context);
  return null;
}

function ruleCarrier(
  name: string,
  { delegation, overlayRules, current }: NetworkContext,
): Carrier | Violation {
  const field = "overlayRuleName";
  const rule = overlayRules.find((candidate) => candidate.name === name);
  const isOpen = !delegation.isRestricted || current?.overlayRuleName === name;
  const isDelegated = rule && delegation.vxlanDelegations.some((row) => holdsForRule(row, rule));
  if (!isOpen && !isDelegated) {
    return { field, message: `Overlay rule ${name} is outside what this vDC was delegated.` };
  }
  return rule ? { rule, tag: null } : { field, message: `No overlay rule is named ${name}.` };
}

function tagCarrier(name: string, { delegation, nicTags, current }: NetworkContext): Carrier | Violation {
  const field = "nicTagName";
  const isOpen = !delegation.isRestricted || current?.nicTagName === name;
  if (!isOpen && delegatedTagVlanIds(delegation, name).length === 0) {
    return { field, message: `NIC tag ${name} is outside what this vDC was delegated.` };
  }
  const tag = nicTags.find((candidate) => candidate.name === name);
  return tag ? { rule: null, tag } : { field, message: `No node has reported a NIC tag named ${name}.` };
}

export function allowedVxlanIds(
  { delegation }: Pick<NetworkContext, "delegation">,
  rule: RuleOfNetwork,
): readonly IdRange[] {
  return delegation.isRestricted ? delegatedVxlanIds(delegation, rule) : ALL_VXLAN_IDS;
}

/** Held by another vDC, resting, or on another rule; an id that both share is not held. */
export function unavailableVxlanIds({
  delegation,
  held,
}: Pick<NetworkContext, "delegation" | "held">): readonly IdRange[] {
  return unionIdRanges(
    held.exclusiveVxlanIds,
    held.restingVxlanIds,
    held.otherRuleVxlanIds,
    subtractIdRanges(held.sharedVxlanIds, sharedVxlanIds(delegation)),
  );
}

/** Of the allowed ids those that were delegated to no other vDC, or that both share. */
export function openVxlanIds(
  delegation: Delegation,
  allowed: readonly IdRange[],
  foreign: Pick<HeldIds, "exclusiveVxlanIds" | "sharedVxlanIds">,
): readonly IdRange[] {
  const foreignShared = subtractIdRanges(foreign.sharedVxlanIds, sharedVxlanIds(delegation));
  return subtractIdRanges(allowed, unionIdRanges(foreign.exclusiveVxlanIds, foreignShared));
}

/** VLANs the vDC may use in the VXLAN, or in any of its own (not shared) ones when none is chosen. */
export function allowedVlanIds(
  { delegation }: Pick<NetworkContext, "delegation">,
  carrier: Carrier,
  vxlanId: number | null,
): readonly IdRange[] {
  if (carrier.tag) {
    return delegation.isRestricted ? delegatedTagVlanIds(delegation, carrier.tag.name) : [VLAN_BOUNDS];
  }
  const isSharedId = vxlanId !== null && isIdInRanges(sharedVxlanIds(delegation), vxlanId);
  if (!delegation.isRestricted && !isSharedId) return [VLAN_BOUNDS];
  if (vxlanId === null) return delegatedRuleVlanIds(delegation, carrier.rule.name);
  return delegatedVlanIdsIn(delegation, carrier.rule, vxlanId);
}

/**
 * Delegation first, so that an id outside it answers the same whoever holds it; then one sentence for every reason
 * an id may be missing. Ids that are not changed stay good.
 */
export function segmentViolations(
  draft: NetworkDraft,
  carrier: Carrier,
  context: NetworkContext,
): readonly Violation[] {
  const vxlan = vxlanViolation(draft, carrier, context);
  const isVxlanFine =
    vxlan === null && typeof draft.vxlanId === "number" && isIdInRanges(ALL_VXLAN_IDS, draft.vxlanId);
  const vlan = vlanViolation(draft, carrier, context, carrier.tag !== null || isVxlanFine);
  return [vxlan, vlan].filter((violation) => violation !== null);
}

function vxlanViolation(draft: NetworkDraft, { rule }: Carrier, context: NetworkContext): Violation | null {
  const { vxlanId } = draft;
  const { current } = context;
  if (!rule || typeof vxlanId !== "number") return null;
  if (current?.overlayRuleName === rule.name && current.vxlanId === vxlanId) return null;
  if (!isIdInRanges(allowedVxlanIds(context, rule), vxlanId)) {
    return isIdInRanges(ALL_VXLAN_IDS, vxlanId)
      ? { field: "vxlanId", message: `VXLAN ${vxlanId} is outside what this vDC was delegated.` }
      : null;
  }
  return isIdInRanges(unavailableVxlanIds(context), vxlanId)
    ? { field: "vxlanId", message: vxlanNotAvailable(vxlanId) }
    : null;
}

function vlanViolation(
  draft: NetworkDraft,
  carrier: Carrier,
  context: NetworkContext,
  isVxlanFine: boolean,
): Violation | null {
  const { vlanId, vxlanId } = draft;
  if (typeof vlanId !== "number" || !isIdInRanges([VLAN_BOUNDS], vlanId)) return null;
  if (isSegmentUnchanged(draft, context)) return null;
  const allowed =
    carrier.rule && !isVxlanFine
      ? anyAllowedVlanIds(context, carrier.rule)
      : allowedVlanIds(context, carrier, typeof vxlanId === "number" ? vxlanId : null);
  if (!isIdInRanges(allowed, vlanId)) {
    return { field: "vlanId", message: `VLAN ${vlanId} is outside what this vDC was delegated.` };
  }
  return isVxlanFine && isIdInRanges(context.held.vlanIds, vlanId)
    ? { field: "vlanId", message: vlanNotAvailable(vlanId) }
    : null;
}

/** In whichever VXLAN of the rule. */
function anyAllowedVlanIds({ delegation }: NetworkContext, rule: RuleOfNetwork): readonly IdRange[] {
  if (!delegation.isRestricted) return [VLAN_BOUNDS];
  const rows = delegation.vxlanDelegations.filter((row) => holdsForRule(row, rule));
  return unionIdRanges(
    ...rows.map((row) => row.sharedVlanIds ?? delegatedRuleVlanIds(delegation, rule.name)),
  );
}

function isSegmentUnchanged(draft: NetworkDraft, { current }: NetworkContext): boolean {
  return (
    current !== null &&
    current.overlayRuleName === draft.overlayRuleName &&
    current.nicTagName === draft.nicTagName &&
    current.vxlanId === draft.vxlanId &&
    current.vlanId === draft.vlanId
  );
}

/** The same words whoever holds the id, and when it rests. */
export function vxlanNotAvailable(vxlanId: number): string {
  return `VXLAN ${vxlanId} is not available.`;
}

export function vlanNotAvailable(vlanId: number): string {
  return `VLAN ${vlanId} is not available.`;
}
