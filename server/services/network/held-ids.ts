import type { Db } from "#db/client.ts";
import { findFirstFreeVxlanId, findForeignVxlanDelegations, findHeldVxlanIds } from "#db/queries/vxlan.ts";
import type { VdcScope } from "#server/domain/access.ts";
import type { Delegation } from "#server/domain/delegation.ts";
import { type IdRange, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import type { HeldIds, RuleOfNetwork } from "#server/domain/network/context.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { freeVxlanIds } from "#server/domain/network/next-free.ts";
import { allowedVxlanIds } from "#server/domain/network/segment.ts";

type Asked = {
  delegation: Delegation;
  /** undefined: unknown, or a NIC tag. */
  rule: RuleOfNetwork | undefined;
  draft: NetworkDraft;
  exceptNetworkId: string | null;
};

/** What the planner must know of VXLAN ids: of the typed one, or of the next free one that was found for it. */
export async function loadHeldVxlanIds(
  db: Db,
  scope: VdcScope,
  { delegation, rule, draft, exceptNetworkId }: Asked,
): Promise<Omit<HeldIds, "vlanIds">> {
  const { overlayRuleName } = draft;
  const vxlanId =
    draft.vxlanId === "next-free"
      ? await findNextFree(db, scope, { delegation, rule, vlanId: draft.vlanId })
      : lookableVxlanId(draft.vxlanId);
  return findHeldVxlanIds(db, scope, { vxlanId, overlayRuleName, exceptNetworkId });
}

async function findNextFree(
  db: Db,
  scope: VdcScope,
  { rule, ...asked }: Pick<Asked, "delegation" | "rule"> & { vlanId: NetworkDraft["vlanId"] },
): Promise<number | null> {
  if (!rule) return null;
  return findFirstFreeVxlanId(db, await listCandidateVxlanIds(db, scope, { ...asked, rule }));
}

/** Only ids that the database can look for; the others are refused anyway. */
export function lookableVxlanId(vxlanId: NetworkDraft["vxlanId"]): number | null {
  if (typeof vxlanId !== "number" || !Number.isInteger(vxlanId)) return null;
  return vxlanId >= VXLAN_BOUNDS.first && vxlanId <= VXLAN_BOUNDS.last ? vxlanId : null;
}

/** The ids `freeVxlanIds` would find if nobody used any and none rested: to look among for one that is free indeed. */
export async function listCandidateVxlanIds(
  db: Db,
  scope: VdcScope,
  {
    delegation,
    rule,
    vlanId,
  }: { delegation: Delegation; rule: RuleOfNetwork; vlanId: NetworkDraft["vlanId"] },
): Promise<readonly IdRange[]> {
  const foreign = await findForeignVxlanDelegations(db, scope, allowedVxlanIds({ delegation }, rule));
  const held = {
    ...foreign,
    lookedAtVxlanIds: [VXLAN_BOUNDS],
    restingVxlanIds: [],
    usedVxlanIds: [],
    otherRuleVxlanIds: [],
    vlanIds: [],
  };
  return freeVxlanIds(rule, vlanId, { delegation, held });
}
