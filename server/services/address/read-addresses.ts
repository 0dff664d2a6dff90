import type { Db } from "#db/client.ts";
import {
  type AddressNetwork,
  type BlockCount,
  countAddressesByNetworkId,
  countByBlock,
  countDhcpVnics,
  findFactsAge,
  findTakenAddresses,
  listListed,
  listNodeUses,
  listVmUses,
} from "#db/queries/address.ts";
import type { Actor, Grant, VdcScope } from "#server/domain/access.ts";
import type { AddressesDraft } from "#server/domain/address/draft.ts";
import type { AddressEntry, NodeUse, VmUse } from "#server/domain/address/entry.ts";
import { mergeEntries } from "#server/domain/address/merge-entries.ts";
import { type AddressPlan, freeRanges, planAddresses } from "#server/domain/address/plan.ts";
import { parseAddressQuery } from "#server/domain/address/range.ts";
import { assignableRanges } from "#server/domain/address/space.ts";
import { shownBlock, zoomOf } from "#server/domain/address/zoom.ts";
import { countIds } from "#server/domain/id-range.ts";
import { formatIpv4, type Ipv4Cidr } from "#server/domain/ipv4.ts";
import type { Settings } from "#server/domain/settings.ts";
import { maskedVm, namedVmUuids } from "../network/users-of-network.ts";
import { requireSpace } from "./require-space.ts";

const LISTED_MAX = 100_000;

export type AddressSummary = {
  subnet: string;
  gateway: string | null;
  /** Addresses that can be given at all. */
  assignableCount: number;
  listedCount: number;
  usedCount: number;
  /** Neither listed nor used. */
  freeCount: number;
  /** Used by VMs and not listed. */
  unlistedCount: number;
  firstFree: string | null;
  /** VM NICs that ask for an address by DHCP; which one they got is not known. */
  dhcpVnicCount: number;
  /** When the nodes that could carry the network were read; nulls: none was. */
  factsObservedAt: { oldest: Date | null; newest: Date | null };
  isFactsStale: boolean;
};

export async function summarizeAddresses(
  { db, settings }: { db: Db; settings: Pick<Settings, "staleAfterSeconds"> },
  grant: Grant<"network:read", VdcScope>,
  networkId: string,
  now: Date,
): Promise<AddressSummary> {
  const { network, space } = await requireSpace(db, grant, networkId);
  const taken = await findTakenAddresses(db, grant.scope, network, space.subnet);
  const free = freeRanges(space, taken);
  const counts = (await countAddressesByNetworkId(db, grant.scope, [network.id])).get(network.id);
  const unlisted = planAddresses({ choice: { kind: "used" }, usage: "server", note: "" }, space, taken);
  const factsObservedAt = await findFactsAge(db, network);
  const { oldest } = factsObservedAt;
  const [firstFree] = free;
  return {
    subnet: network.subnet,
    gateway: network.gateway,
    assignableCount: countIds(assignableRanges(space)),
    listedCount: counts?.listedCount ?? 0,
    usedCount: counts?.usedCount ?? 0,
    freeCount: countIds(free),
    unlistedCount: countIds(unlisted.listing),
    firstFree: firstFree ? formatIpv4(firstFree.first) : null,
    dhcpVnicCount: await countDhcpVnics(db, network),
    factsObservedAt,
    isFactsStale: !oldest || now.getTime() - oldest.getTime() > settings.staleAfterSeconds * 1000,
  };
}

/** Listed or used addresses of a part of the subnet, at most 100 000; `isCut`: there are more. */
export async function listAddresses(
  db: Db,
  grant: Grant<"network:read", VdcScope>,
  networkId: string,
  within: string | null,
): Promise<{ entries: AddressEntry[]; isCut: boolean }> {
  const { network, space } = await requireSpace(db, grant, networkId);
  const wanted = within === null ? null : parseAddressQuery(within);
  const block = wanted ? shownBlock(space.subnet, wanted) : space.subnet;
  return entriesWithin(db, grant, network, { within: block, limit: LISTED_MAX });
}

/** Tenants are told that a compute node uses an address, and no more of it. */
export async function entriesWithin(
  db: Db,
  grant: Pick<Grant<"network:read">, "actor" | "scope">,
  network: AddressNetwork,
  page: { within: Ipv4Cidr; limit: number },
): Promise<{ entries: AddressEntry[]; isCut: boolean }> {
  const { actor, scope } = grant;
  const more = { ...page, limit: page.limit + 1 };
  const named = await namedVmUuids(db, { actor, scope: { vdcId: network.vdcId } }, network.id);
  const listed = await listListed(db, scope, network.id, more);
  const vms = await listVmUses(db, network, more);
  const nodes = await listNodeUses(db, network, more);
  const entries = mergeEntries(
    listed,
    vms.map((use) => ({ ...maskedVm(use, named), ...forReader(actor, use) })),
    nodes.map(({ address, number, ...use }) => ({ address, number, ...nodeForReader(actor, use) })),
  );
  const isCut = [listed, vms, nodes].some(({ length }) => length > page.limit) || entries.length > page.limit;
  return { entries: entries.slice(0, page.limit), isCut };
}

function forReader({ cloudRole }: Actor, { nodeHostname }: VmUse) {
  return { nodeHostname: cloudRole === null ? null : nodeHostname };
}

function nodeForReader({ cloudRole }: Actor, use: NodeUse): NodeUse {
  if (cloudRole !== null) return use;
  return { nodeId: null, nodeHostname: null, interfaceName: null, macAddress: null };
}

/** Blocks inside one picture of the map; those with nothing listed or used are left out. */
export async function listBlocks(
  db: Db,
  grant: Grant<"network:read", VdcScope>,
  networkId: string,
  within: string,
): Promise<BlockCount[]> {
  const { network, space } = await requireSpace(db, grant, networkId);
  const { shown, partPrefixLength } = zoomOf(shownBlock(space.subnet, parseAddressQuery(within)));
  if (partPrefixLength === 32) return [];
  return countByBlock(db, grant.scope, network, { within: shown, partPrefixLength });
}

const PLAN_RANGES_SHOWN_MAX = 50;

/** What would be listed, left out or refused; nothing is, and no address is kept for anybody. */
export async function previewAddresses(
  db: Db,
  grant: Grant<"network:update", VdcScope>,
  networkId: string,
  draft: AddressesDraft,
): Promise<AddressPlan & { listingCount: number; listingRangeCount: number }> {
  const { network, space } = await requireSpace(db, grant, networkId);
  const taken = await findTakenAddresses(db, grant.scope, network, space.subnet);
  const plan = planAddresses(draft, space, taken);
  const short = <T>(ranges: readonly T[]) => ranges.slice(0, PLAN_RANGES_SHOWN_MAX);
  return {
    ...plan,
    listing: short(plan.listing),
    listingCount: countIds(plan.listing),
    listingRangeCount: plan.listing.length,
    alreadyListed: short(plan.alreadyListed),
    heldByNodes: short(plan.heldByNodes),
    heldByVms: short(plan.heldByVms),
  };
}
