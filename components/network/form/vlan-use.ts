import {
  mergeIdRanges,
  type IdRange,
  isIdInRanges,
  subtractIdRanges,
  unionIdRanges,
} from "#server/domain/id-range.ts";
import { readDelegation } from "#server/domain/delegation-reading.ts";
import type { IdUse } from "../../delegation/id-parts.ts";
import type { RouterOutputs } from "../../trpc/trpc.ts";

export type DelegationUse = RouterOutputs["delegation"]["get"];
type Chosen = { overlayRuleName: string | null; nicTagName: string | null; vxlanId: number | null };
type Network = {
  overlayRuleName: string | null;
  nicTagName: string | null;
  vxlanId: number | null;
  vlanId: number;
};

/** VLANs inside the chosen VXLAN or on the chosen tag. Those in use may take another subnet. */
export function vlanUse(use: DelegationUse, networks: readonly Network[], chosen: Chosen): IdUse {
  const allowed = allowedVlanIds(use, chosen);
  const onSegment = networks.filter(
    (network) =>
      network.overlayRuleName === chosen.overlayRuleName &&
      network.nicTagName === chosen.nicTagName &&
      network.vxlanId === chosen.vxlanId,
  );
  const used = mergeIdRanges(onSegment.map(({ vlanId }) => ({ first: vlanId, last: vlanId })));
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
