import type { Db } from "#db/client.ts";
import { findDelegation, listDelegations as selectDelegations } from "#db/queries/delegation.ts";
import { listNetworks, listNicTags } from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { findHeldVxlanIds } from "#db/queries/vxlan.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { canonicalDraft } from "#server/domain/delegation-reading.ts";
import {
  delegatedRuleVlanIds,
  delegatedTagVlanIds,
  delegatedVxlanIds,
  type DelegationDraft,
  type NamedRule,
} from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { RuleOfNetwork, TagOfNetwork } from "#server/domain/network/context.ts";
import {
  countIds,
  type IdRange,
  intersectIdRanges,
  mergeIdRanges,
  subtractIdRanges,
  unionIdRanges,
  VLAN_BOUNDS,
} from "#server/domain/id-range.ts";
import { allowedVxlanIds, unavailableVxlanIds } from "#server/domain/network/segment.ts";

/** The VXLAN ids of one rule as the vDC may see them: whose the unavailable ones are is not told. */
type RuleUse = {
  overlayRuleName: string;
  mtuBytes: number;
  allowedVxlanIds: readonly IdRange[];
  usedVxlanIds: readonly IdRange[];
  unavailableVxlanIds: readonly IdRange[];
  freeVxlanIds: readonly IdRange[];
  freeCount: number;
  /** Inside its own VXLANs; shared ones have VLANs of their own. */
  allowedVlanIds: readonly IdRange[];
};

type TagUse = {
  nicTagName: string;
  type: TagOfNetwork["type"];
  allowedVlanIds: readonly IdRange[];
  usedVlanIds: readonly IdRange[];
};

type DelegationUse = {
  delegation: DelegationDraft;
  networkCount: number;
  /** Rules and tags a network of this vDC can be on. */
  rules: RuleUse[];
  tags: TagUse[];
};

export async function delegationOf(
  db: Db,
  { scope }: Grant<"delegation:read", VdcScope>,
): Promise<DelegationUse> {
  const found = await findDelegation(db, scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  const { delegation } = found;
  const networks = await listNetworks(db, scope);
  const idsOf = (ids: readonly number[]) => mergeIdRanges(ids.map((id) => ({ first: id, last: id })));
  const ruleUse = async (rule: RuleOfNetwork): Promise<RuleUse> => {
    const overlayRuleName = rule.name;
    const held = await findHeldVxlanIds(db, scope, { overlayRuleName, exceptNetworkId: null });
    const context = { delegation, held: { ...held, vlanIds: [] } };
    const allowed = allowedVxlanIds(context, rule);
    const ownIds = networks
      .filter((network) => network.overlayRuleName === rule.name)
      .flatMap(({ vxlanId }) => (vxlanId === null ? [] : [vxlanId]));
    const used = idsOf(ownIds);
    const unavailable = intersectIdRanges(allowed, subtractIdRanges(unavailableVxlanIds(context), used));
    const free = subtractIdRanges(allowed, unionIdRanges(unavailable, used));
    return {
      overlayRuleName,
      mtuBytes: rule.mtuBytes,
      allowedVxlanIds: allowed,
      usedVxlanIds: used,
      unavailableVxlanIds: unavailable,
      freeVxlanIds: free,
      freeCount: countIds(free),
      allowedVlanIds: delegation.isRestricted ? delegatedRuleVlanIds(delegation, rule.name) : [VLAN_BOUNDS],
    };
  };
  const rules = (await listOverlayRules(db)).filter(
    (rule) => !delegation.isRestricted || delegatedVxlanIds(delegation, rule).length > 0,
  );
  const tags = (await listNicTags(db)).map(({ name, type }) => ({
    nicTagName: name,
    type,
    allowedVlanIds: delegation.isRestricted ? delegatedTagVlanIds(delegation, name) : [VLAN_BOUNDS],
    usedVlanIds: idsOf(networks.filter(({ nicTagName }) => nicTagName === name).map(({ vlanId }) => vlanId)),
  }));
  const ruleUses: RuleUse[] = [];
  for (const rule of rules) ruleUses.push(await ruleUse(rule));
  return {
    delegation: canonicalDraft(delegation),
    networkCount: networks.length,
    rules: ruleUses,
    tags: tags.filter(({ allowedVlanIds }) => allowedVlanIds.length > 0),
  };
}

/** What ranges can be delegated on, by name. */
export async function listCarriers(
  db: Db,
  _grant: Grant<"delegation:read", AllVdcs>,
): Promise<{ overlayRules: NamedRule[]; nicTags: TagOfNetwork[] }> {
  const rules = await listOverlayRules(db);
  return {
    overlayRules: rules.map(({ name, isUserRule }) => ({ name, isUserRule })),
    nicTags: await listNicTags(db),
  };
}

/** Of every vDC, by its name. */
export async function listDelegations(
  db: Db,
  { scope }: Grant<"delegation:read", AllVdcs>,
): Promise<{ vdcId: string; vdcName: string; networkCount: number; delegation: DelegationDraft }[]> {
  const networksByVdcId = Map.groupBy(await listNetworks(db, scope), ({ vdcId }) => vdcId);
  return (await selectDelegations(db, scope)).map(({ vdcId, vdcName, delegation }) => ({
    vdcId,
    vdcName,
    networkCount: networksByVdcId.get(vdcId)?.length ?? 0,
    delegation: canonicalDraft(delegation),
  }));
}
