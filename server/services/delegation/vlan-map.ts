import type { Db } from "#db/client.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import { findHeldVlanIds, listNicTags, listUsedVlans } from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { findHeldVxlanIds } from "#db/queries/vxlan.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import type { Segment } from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import { isIdInRanges, VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { allowedVlanIds, unavailableVxlanIds } from "#server/domain/network/segment.ts";
import { type StateRange, stateRanges } from "#server/domain/range-map.ts";

type Place = Omit<Segment, "vlanId">;

/**
 * VLANs 0 to 4094 inside the chosen VXLAN, in any of the vDC's own when none is chosen, or on the NIC tag. In a VXLAN that
 * is not available no VLAN is, so that nothing is told of whoever is there.
 */
export async function vlanMapOf(
  db: Db,
  { scope }: Grant<"delegation:read", VdcScope>,
  place: Place,
): Promise<{ ranges: StateRange[] }> {
  const found = await findDelegation(db, scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  const { delegation } = found;
  const { overlayRuleName, nicTagName, vxlanId } = place;
  const rule = (await listOverlayRules(db)).find(({ name }) => name === overlayRuleName);
  const tag = (await listNicTags(db)).find(({ name }) => name === nicTagName);
  const carrier = rule ? { rule, tag: null } : tag ? { rule: null, tag } : null;
  const allowed = carrier ? allowedVlanIds({ delegation }, carrier, vxlanId) : [];
  const vlanIds = await findHeldVlanIds(db, scope, place);
  const looked = await findHeldVxlanIds(db, scope, { vxlanId, overlayRuleName, exceptNetworkId: null });
  const isVxlanHeld =
    vxlanId !== null &&
    isIdInRanges(unavailableVxlanIds({ delegation, held: { ...looked, vlanIds } }), vxlanId);
  return {
    ranges: stateRanges(VLAN_BOUNDS, {
      allowed,
      open: isVxlanHeld ? [] : allowed,
      used: await listUsedVlans(db, scope, place),
      resting: [],
      unavailable: vlanIds,
    }),
  };
}
