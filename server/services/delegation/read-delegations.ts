import type { Db } from "#db/client.ts";
import { findDelegation, listDelegations as selectDelegations } from "#db/queries/delegation.ts";
import {
  countAllNetworks,
  countNetworksByVdcId,
  listNicTags,
  listUsedTagVlanIds,
} from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { countVxlans, listUsedVxlanIdsOutside } from "#db/queries/vxlan-map.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { canonicalDraft } from "#server/domain/delegation-reading.ts";
import {
  delegatedRuleVlanIds,
  delegatedTagVlanIds,
  delegatedVxlanIds,
  type Delegation,
  type DelegationDraft,
  type NamedRule,
} from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { RuleOfNetwork, TagOfNetwork } from "#server/domain/network/context.ts";
import { type IdRange, VLAN_BOUNDS, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { allowedVxlanIds } from "#server/domain/network/segment.ts";
import { type StateCounts, stateCounts } from "#server/domain/range-map.ts";
import { viewOf } from "./range-map.ts";

const OUTSIDE_LISTED_MAX = 20;

/** The VXLAN ids of one rule as the vDC may see them: whose the unavailable ones are is not told. */
type RuleUse = {
  overlayRuleName: string;
  mtuBytes: number;
  allowedVxlanIds: readonly IdRange[];
  /** Of the allowed ids, by their state; none is outside. */
  counts: StateCounts;
  /** In use though no longer delegated: how many, and the first few. */
  usedOutside: { count: number; vxlanIds: readonly IdRange[] };
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
  const tagVlanIds = await listUsedTagVlanIds(db, scope);
  const rules = (await listOverlayRules(db)).filter(
    (rule) => !delegation.isRestricted || delegatedVxlanIds(delegation, rule).length > 0,
  );
  const tags = (await listNicTags(db)).map(({ name, type }) => ({
    nicTagName: name,
    type,
    allowedVlanIds: delegation.isRestricted ? delegatedTagVlanIds(delegation, name) : [VLAN_BOUNDS],
    usedVlanIds: tagVlanIds.get(name) ?? [],
  }));
  const ruleUses: RuleUse[] = [];
  for (const rule of rules) ruleUses.push(await ruleUseOf(db, scope, delegation, rule));
  return {
    delegation: canonicalDraft(delegation),
    networkCount: await countAllNetworks(db, scope),
    rules: ruleUses,
    tags: tags.filter(({ allowedVlanIds }) => allowedVlanIds.length > 0),
  };
}

async function ruleUseOf(
  db: Db,
  scope: VdcScope,
  delegation: Delegation,
  rule: RuleOfNetwork,
): Promise<RuleUse> {
  const overlayRuleName = rule.name;
  const allowed = allowedVxlanIds({ delegation }, rule);
  const view = await viewOf(db, scope, { delegation, allowed, overlayRuleName });
  const [counted] = await countVxlans(db, scope, [VXLAN_BOUNDS], view);
  if (!counted) throw new Error("one cell gives one count");
  const { used, ...counts } = stateCounts(counted);
  const outside =
    counted.usedOutsideCount === 0
      ? []
      : await listUsedVxlanIdsOutside(db, scope, { overlayRuleName, allowed, limit: OUTSIDE_LISTED_MAX });
  return {
    overlayRuleName,
    mtuBytes: rule.mtuBytes,
    allowedVxlanIds: allowed,
    counts: { ...counts, used: used - counted.usedOutsideCount, outside: 0 },
    usedOutside: { count: counted.usedOutsideCount, vxlanIds: outside },
    allowedVlanIds: delegation.isRestricted ? delegatedRuleVlanIds(delegation, rule.name) : [VLAN_BOUNDS],
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
  const networkCountByVdcId = await countNetworksByVdcId(db, scope);
  return (await selectDelegations(db, scope)).map(({ vdcId, vdcName, delegation }) => ({
    vdcId,
    vdcName,
    networkCount: networkCountByVdcId.get(vdcId) ?? 0,
    delegation: canonicalDraft(delegation),
  }));
}
