import type { Db } from "#db/client.ts";
import { findMisfits } from "#db/queries/address.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import {
  countCarryingNodes,
  countVmsByNetworkId,
  findHeldVlanIds,
  isSubnetHeldOnRule,
  listNetworks,
  listNicTags,
  type Network,
} from "#db/queries/network.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { findHeldVxlanIds } from "#db/queries/vxlan.ts";
import type { VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { type IdRange, subtractIdRanges, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { parseIpv4 } from "#server/domain/ipv4.ts";
import type { NetworkContext, SafeMtu } from "#server/domain/network/context.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { subnetShapeProblem } from "#server/domain/network/subnet.ts";

/** Only ids that the database can look for; the others are refused anyway. */
function lookableVxlanId(vxlanId: NetworkDraft["vxlanId"]): number | null {
  if (typeof vxlanId !== "number" || !Number.isInteger(vxlanId)) return null;
  return vxlanId >= VXLAN_BOUNDS.first && vxlanId <= VXLAN_BOUNDS.last ? vxlanId : null;
}

const NO_MISFITS = { outside: [], outsideCount: 0, isGatewayListed: false };
const MISFITS_NAMED_MAX = 3;

/** A subnet or gateway that is none is refused anyway. */
async function misfitsOf(db: Db, scope: VdcScope, { subnet, gateway }: NetworkDraft, networkId: string) {
  if (subnetShapeProblem(subnet) !== null) return NO_MISFITS;
  const wanted = { subnet, gateway: parseIpv4(gateway) === null ? null : gateway };
  return findMisfits(db, scope, networkId, { ...wanted, namedMax: MISFITS_NAMED_MAX });
}

const idRangesOf = (id: number | null): IdRange[] => (id === null ? [] : [{ first: id, last: id }]);

/** `current`: the network that is being changed; `vxlanIdTakenBack`: an id that rests and that this vDC may have again. */
export type Around = { current: Network | null; safeMtu: SafeMtu | null; vxlanIdTakenBack?: number | null };

export async function loadContext(
  db: Db,
  scope: VdcScope,
  draft: NetworkDraft,
  { current, safeMtu, vxlanIdTakenBack = null }: Around,
): Promise<NetworkContext> {
  const found = await findDelegation(db, scope);
  if (!found) throw new DomainError("not-found", "No such vDC.");
  const { overlayRuleName, nicTagName, subnet } = draft;
  const networks = await listNetworks(db, scope);
  const overlayRules = await listOverlayRules(db);
  const rule = overlayRules.find(({ name }) => name === overlayRuleName);
  const chosen = { overlayRuleName, nicTagName, vxlanId: lookableVxlanId(draft.vxlanId) };
  const wantsAddressesOnce = rule?.addressScope === "rule" && subnetShapeProblem(subnet) === null;
  const vmCounts = current ? await countVmsByNetworkId(db, scope) : new Map<string, number>();
  const exceptNetworkId = current?.id ?? null;
  const held = await findHeldVxlanIds(db, scope, { overlayRuleName, exceptNetworkId });
  return {
    delegation: found.delegation,
    overlayRules,
    nicTags: await listNicTags(db),
    networkCount: networks.length,
    ownNetworks: networks.filter(({ id }) => id !== current?.id),
    held: {
      ...held,
      restingVxlanIds: subtractIdRanges(held.restingVxlanIds, idRangesOf(vxlanIdTakenBack)),
      vlanIds: await findHeldVlanIds(db, scope, chosen),
    },
    isSubnetHeld: wantsAddressesOnce && (await isSubnetHeldOnRule(db, scope, rule.name, subnet)),
    safeMtu,
    nodes: await countCarryingNodes(db, draft),
    current,
    isUsedByVms: current !== null && vmCounts.has(current.id),
    misfits: current ? await misfitsOf(db, scope, draft, current.id) : NO_MISFITS,
  };
}
