import { type IdRange, isIdInRanges, subtractIdRanges, unionIdRanges } from "#server/domain/id-range.ts";
import { readDelegation } from "#server/domain/delegation-reading.ts";
import type { IdUse } from "../../delegation/id-parts.ts";
import type { RouterOutputs } from "../../trpc/trpc.ts";

export type DelegationUse = RouterOutputs["delegation"]["get"];
export type Chosen = { overlayRuleName: string | null; nicTagName: string | null; vxlanId: number | null };

/** VLANs inside the chosen VXLAN or on the chosen tag. Those in use may take another subnet. */
export function vlanUse(use: DelegationUse, used: readonly IdRange[], chosen: Chosen): IdUse {
  const allowed = allowedVlanIds(use, chosen);
  return { used, unavailable: [], free: subtractIdRanges(allowed, used) };
}

/** In a shared VXLAN only the VLANs that are the vDC's own there. */
function allowedVlanIds(
  use: DelegationUse,
  { overlayRuleName, nicTagName, vxlanId }: Chosen,
): readonly IdRange[] {
  if (overlayRuleName === null) {
    return use.tags.find((tag) => tag.nicTagName === nicTagName)?.allowedVlanIds ?? [];
  }
  const shared = readDelegation(use.delegation).delegation.vxlanDelegations.filter(
    (row) =>
      vxlanId !== null &&
      row.sharedVlanIds !== null &&
      (row.overlayRuleNames?.includes(overlayRuleName) ?? true) &&
      isIdInRanges(row.vxlanIds, vxlanId),
  );
  if (shared.length > 0) return unionIdRanges(...shared.map(({ sharedVlanIds }) => sharedVlanIds ?? []));
  return use.rules.find((rule) => rule.overlayRuleName === overlayRuleName)?.allowedVlanIds ?? [];
}
