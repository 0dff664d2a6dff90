import type { Db } from "#db/client.ts";
import { findMisfits } from "#db/queries/address.ts";
import { findDelegation } from "#db/queries/delegation.ts";
import {
  countCarryingNodes,
  countVmsByNetworkId,
  findHeldVlanIds,
  isSubnetHeldOnRule,
  listNicTags,
  type Network,
} from "#db/queries/network.ts";
import { countNetworks } from "#db/queries/network-list.ts";
import { listNetworksNear } from "#db/queries/network-near.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { listMemberNames } from "#db/queries/vdc.ts";
import type { VdcScope } from "#server/domain/access.ts";
import type { Delegation } from "#server/domain/delegation.ts";
import { DomainError } from "#server/domain/errors.ts";
import { type IdRange, subtractIdRanges, isIdInRanges, VLAN_BOUNDS } from "#server/domain/id-range.ts";
import { parseIpv4 } from "#server/domain/ipv4.ts";
import type { NetworkContext, SafeMtu } from "#server/domain/network/context.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { NetworkFilter } from "#server/domain/network/list.ts";
import { subnetShapeProblem } from "#server/domain/network/subnet.ts";
import { loadHeldVxlanIds, lookableVxlanId } from "./held-ids.ts";

const NO_MISFITS = { outside: [], outsideCount: 0, isGatewayListed: false };
const MISFITS_NAMED_MAX = 3;

/** A subnet or gateway that is none is refused anyway. */
export async function misfitsOf(
  db: Db,
  scope: VdcScope,
  { subnet, gateway }: Pick<NetworkDraft, "subnet" | "gateway">,
  networkId: string,
) {
  if (subnetShapeProblem(subnet) !== null) return NO_MISFITS;
  const wanted = { subnet, gateway: parseIpv4(gateway) === null ? null : gateway };
  return findMisfits(db, scope, networkId, { ...wanted, namedMax: MISFITS_NAMED_MAX });
}

/** null: the next free one. No network has the VLAN that stands for those the database cannot look for. */
function lookableVlanId(vlanId: NetworkDraft["vlanId"]): number | null {
  if (vlanId === "next-free") return null;
  return Number.isInteger(vlanId) && isIdInRanges([VLAN_BOUNDS], vlanId) ? vlanId : -1;
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
  const overlayRules = await listOverlayRules(db);
  const rule = overlayRules.find(({ name }) => name === overlayRuleName);
  const chosen = { overlayRuleName, nicTagName, vxlanId: lookableVxlanId(draft.vxlanId) };
  const canOverlap = subnetShapeProblem(subnet) === null;
  const wantsAddressesOnce = rule?.addressScope === "rule" && canOverlap;
  const exceptNetworkId = current?.id ?? null;
  const surroundings = {
    name: draft.name,
    subnet: canOverlap ? subnet : null,
    ...chosen,
    vlanId: lookableVlanId(draft.vlanId),
  };
  const vmCounts = current ? await countVmsByNetworkId(db, scope, [current.id]) : new Map<string, number>();
  // VLANs before VXLANs: whoever takes both meanwhile is then met as the holder of the VXLAN.
  const vlanIds = await findHeldVlanIds(db, scope, chosen);
  const { delegation } = found;
  const held = await loadHeldVxlanIds(db, scope, { delegation, rule, draft, exceptNetworkId });
  return {
    delegation,
    overlayRules,
    nicTags: await listNicTags(db),
    networkCount: await countToLimit(db, scope, found.delegation),
    ownNetworks: await listNetworksNear(db, scope, surroundings, { exceptNetworkId }),
    held: {
      ...held,
      restingVxlanIds: subtractIdRanges(held.restingVxlanIds, idRangesOf(vxlanIdTakenBack)),
      vlanIds,
    },
    isSubnetHeld: wantsAddressesOnce && (await isSubnetHeldOnRule(db, scope, rule.name, subnet)),
    safeMtu,
    nodes: await countCarryingNodes(db, draft),
    current,
    isUsedByVms: current !== null && vmCounts.has(current.id),
    memberNames: typeof draft.ownerName === "string" ? await listMemberNames(db, scope) : [],
    misfits: current ? await misfitsOf(db, scope, draft, current.id) : NO_MISFITS,
  };
}

/** Hidden networks count too: they hold their ids. No further than the limit, and not at all without one. */
async function countToLimit(db: Db, scope: VdcScope, { networkCountMax }: Delegation): Promise<number> {
  if (networkCountMax === null) return 0;
  const everyOne = NetworkFilter.parse({ access: "all" });
  return (await countNetworks(db, scope, everyOne, networkCountMax)) ?? networkCountMax + 1;
}
