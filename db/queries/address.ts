import { and, asc, eq, inArray, isNotNull, isNull, notExists, type SQL, sql } from "drizzle-orm";
import type { AllVdcs, Scope, VdcScope } from "#server/domain/access.ts";
import type { ListedAddress } from "#server/domain/address/change.ts";
import type { AddressChange, AddressUsage } from "#server/domain/address/draft.ts";
import type { NodeUse, VmUse } from "#server/domain/address/entry.ts";
import type { TakenAddresses } from "#server/domain/address/plan.ts";
import { rangesOf } from "#server/domain/address/range.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import { formatCidr, type Ipv4Cidr } from "#server/domain/ipv4.ts";
import type { Db } from "../client.ts";
import { addresses } from "../schema/address.ts";
import { networkShares } from "../schema/network-share.ts";
import { networks } from "../schema/network.ts";
import { nodeAddresses, nodeNicTags, nodeOverlayRules, nodes, vmVnics } from "../schema/node.ts";
import { vdcs } from "../schema/vdc.ts";
import { findNetwork, type Network } from "./network.ts";

/** Addresses as unsigned numbers; the same in both drivers. */
const numberOf = (address: SQL | typeof addresses.address) =>
  sql<number>`(${address} - '0.0.0.0'::inet)::float8`;

/** Ranges of numbers as rows (first, last). */
function rangeRows(ranges: readonly IdRange[]): SQL {
  const firsts = `{${ranges.map(({ first }) => first).join(",")}}`;
  const lasts = `{${ranges.map(({ last }) => last).join(",")}}`;
  return sql`unnest(${firsts}::bigint[], ${lasts}::bigint[]) as wanted(first, last)`;
}

/** Ranges are spread out, so that the comparison is hashed however many there are. */
const withinRanges = (ranges: readonly IdRange[]) =>
  sql`${addresses.address} in (
    select '0.0.0.0'::inet + number from ${rangeRows(ranges)}, generate_series(wanted.first, wanted.last) as number)`;

const ofNetwork = (scope: Scope, networkId: string) =>
  and(
    eq(addresses.networkId, networkId),
    scope.vdcId === null
      ? undefined
      : sql`${addresses.networkId} in (select id from ${networks} where vdc_id = ${scope.vdcId})`,
  );

/** Those of them that the vDC itself listed. */
const ownOfNetwork = (scope: Scope, networkId: string) =>
  and(ofNetwork(scope, networkId), scope.vdcId === null ? undefined : eq(addresses.vdcId, scope.vdcId));

/** Those of a network that is shared with the vDC too: for telling what is taken, never whose it is. */
const ofReadableNetwork = (scope: Scope, networkId: string) =>
  scope.vdcId === null
    ? eq(addresses.networkId, networkId)
    : and(
        eq(addresses.networkId, networkId),
        sql`(${addresses.networkId} in (select id from ${networks} where vdc_id = ${scope.vdcId})
          or ${addresses.networkId} in (select network_id from ${networkShares} where vdc_id = ${scope.vdcId}))`,
      );

/** Whoever changes a network's addresses, its subnet or its gateway holds this until the transaction ends. */
export async function lockNetworkAddresses(
  tx: Db,
  scope: VdcScope,
  networkId: string,
): Promise<Network | null> {
  await tx
    .select({ id: networks.id })
    .from(networks)
    .where(and(eq(networks.id, networkId), eq(networks.vdcId, scope.vdcId)))
    .for("update");
  return findNetwork(tx, scope, networkId);
}

/** What its addresses need to know of a network. */
export type AddressNetwork = Pick<
  Network,
  | "id"
  | "vdcId"
  | "vdcName"
  | "name"
  | "subnet"
  | "gateway"
  | "overlayRuleName"
  | "nicTagName"
  | "vxlanId"
  | "vlanId"
>;

const confirmed = isNotNull(nodes.hostKeyConfirmedAt);

type OfSegment = Pick<AddressNetwork, "overlayRuleName" | "nicTagName" | "vxlanId" | "vlanId">;

const onSegment = (table: typeof vmVnics | typeof nodeAddresses, network: OfSegment) =>
  and(
    network.vxlanId === null ? isNull(table.vxlanId) : eq(table.vxlanId, network.vxlanId),
    eq(table.nicTagName, network.overlayRuleName ?? network.nicTagName ?? ""),
    eq(table.vlanId, network.vlanId),
  );

const vnicAddress = sql<string>`used.address`;
/** Each address of a VM NIC by itself. */
const eachVnicAddress = sql`lateral unnest(${vmVnics.ipv4Addresses}) as used(address)`;

/** VM NICs with each of their addresses inside `within`, by the last known facts of confirmed nodes. */
function vmUsesOf(network: OfSegment, within: Ipv4Cidr): SQL | undefined {
  return and(onSegment(vmVnics, network), confirmed, sql`used.address <<= ${formatCidr(within)}::inet`);
}

function nodeUsesOf(network: OfSegment, within: Ipv4Cidr): SQL | undefined {
  return and(
    onSegment(nodeAddresses, network),
    confirmed,
    sql`${nodeAddresses.ipv4Address} <<= ${formatCidr(within)}::inet`,
  );
}

/** What of a network's subnet is listed, and what is used by the last known facts. */
export async function findTakenAddresses(
  db: Db,
  scope: Scope,
  network: OfSegment & { id: string },
  subnet: Ipv4Cidr,
): Promise<TakenAddresses> {
  const numbered = db
    .select({
      number: sql<number>`${addresses.address} - '0.0.0.0'::inet`.as("number"),
      island:
        sql`${addresses.address} - '0.0.0.0'::inet - row_number() over (order by ${addresses.address})`.as(
          "island",
        ),
    })
    .from(addresses)
    .where(ofReadableNetwork(scope, network.id))
    .as("numbered");
  const listed = await db
    .select({ first: sql<number>`min(number)::float8`, last: sql<number>`max(number)::float8` })
    .from(numbered)
    .groupBy(numbered.island)
    .orderBy(sql`min(number)`);
  const usedByVms = await db
    .selectDistinct({ address: numberOf(vnicAddress) })
    .from(vmVnics)
    .innerJoin(nodes, eq(nodes.id, vmVnics.nodeId))
    .innerJoin(eachVnicAddress, sql`true`)
    .where(vmUsesOf(network, subnet));
  const usedByNodes = await db
    .selectDistinct({ address: numberOf(sql`${nodeAddresses.ipv4Address}`) })
    .from(nodeAddresses)
    .innerJoin(nodes, eq(nodes.id, nodeAddresses.nodeId))
    .where(nodeUsesOf(network, subnet));
  return {
    listed,
    usedByVms: rangesOf(usedByVms.map(({ address }) => address)),
    usedByNodes: rangesOf(usedByNodes.map(({ address }) => address)),
  };
}

/** All in one statement; the key of `address` refuses what is listed already. */
export async function insertAddresses(
  tx: Db,
  { vdcId }: VdcScope,
  {
    network,
    ranges,
    usage,
    note,
  }: {
    network: Pick<AddressNetwork, "id" | "subnet">;
    ranges: readonly IdRange[];
    usage: AddressUsage;
    note: string;
  },
): Promise<void> {
  await tx.execute(sql`
    insert into ${addresses} (network_id, subnet, address, usage, note, vdc_id)
    select ${network.id}::uuid, ${network.subnet}::cidr, '0.0.0.0'::inet + number, ${usage}, ${note}, ${vdcId}::uuid
    from ${rangeRows(ranges)}, generate_series(wanted.first, wanted.last) as number`);
}

type ListedRow = { address: string; number: number; usage: AddressUsage; note: string };

/** Those of the ranges that are listed, as numbers, in their order. */
export async function findListed(
  db: Db,
  scope: Scope,
  networkId: string,
  ranges: readonly IdRange[],
): Promise<ListedAddress[]> {
  return db
    .select({ address: numberOf(addresses.address), usage: addresses.usage, note: addresses.note })
    .from(addresses)
    .where(and(ownOfNetwork(scope, networkId), withinRanges(ranges)))
    .orderBy(asc(addresses.address));
}

/** Listed addresses inside `within`, in their order. */
export async function listListed(
  db: Db,
  scope: Scope,
  networkId: string,
  { within, limit }: { within: Ipv4Cidr; limit: number },
): Promise<ListedRow[]> {
  return db
    .select({
      address: sql<string>`host(${addresses.address})`,
      number: numberOf(addresses.address),
      usage: addresses.usage,
      // What another vDC that the network is shared with wrote is for that vDC alone.
      note:
        scope.vdcId === null
          ? addresses.note
          : sql<string>`case when ${addresses.vdcId} = ${scope.vdcId} then ${addresses.note} else '' end`,
    })
    .from(addresses)
    .where(and(ofNetwork(scope, networkId), sql`${addresses.address} <<= ${formatCidr(within)}::inet`))
    .orderBy(asc(addresses.address))
    .limit(limit);
}

export async function updateAddresses(
  tx: Db,
  scope: VdcScope,
  networkId: string,
  ranges: readonly IdRange[],
  { usage, note }: AddressChange,
): Promise<void> {
  await tx
    .update(addresses)
    .set({
      ...(usage !== undefined && { usage }),
      ...(note !== undefined && { note }),
      updatedAt: sql`now()`,
    })
    .where(and(ownOfNetwork(scope, networkId), withinRanges(ranges)));
}

export async function deleteAddresses(
  tx: Db,
  scope: VdcScope,
  networkId: string,
  ranges: readonly IdRange[],
): Promise<void> {
  await tx.delete(addresses).where(and(ownOfNetwork(scope, networkId), withinRanges(ranges)));
}

/** VM NICs by address, then by VM. */
export async function listVmUses(
  db: Db,
  network: AddressNetwork,
  { within, limit }: { within: Ipv4Cidr; limit: number },
): Promise<(VmUse & { address: string; number: number })[]> {
  return db
    .select({
      address: sql<string>`host(${vnicAddress})`,
      number: numberOf(vnicAddress),
      vmUuid: vmVnics.vmUuid,
      vmAlias: vmVnics.vmAlias,
      interfaceName: vmVnics.interfaceName,
      macAddress: vmVnics.macAddress,
      isDhcp: vmVnics.isDhcp,
      nodeHostname: sql<string | null>`${nodes.hostname}`,
    })
    .from(vmVnics)
    .innerJoin(nodes, eq(nodes.id, vmVnics.nodeId))
    .innerJoin(eachVnicAddress, sql`true`)
    .where(vmUsesOf(network, within))
    .orderBy(vnicAddress, asc(vmVnics.vmAlias), asc(vmVnics.vmUuid), asc(vmVnics.interfaceName))
    .limit(limit);
}

/** Compute nodes' own NICs by address. */
export async function listNodeUses(
  db: Db,
  network: AddressNetwork,
  { within, limit }: { within: Ipv4Cidr; limit: number },
): Promise<(NodeUse & { address: string; number: number })[]> {
  return db
    .select({
      address: sql<string>`host(${nodeAddresses.ipv4Address})`,
      number: numberOf(sql`${nodeAddresses.ipv4Address}`),
      nodeId: sql<string | null>`${nodes.id}`,
      nodeHostname: sql<string | null>`${nodes.hostname}`,
      interfaceName: sql<string | null>`${nodeAddresses.interfaceName}`,
      macAddress: sql<string | null>`${nodeAddresses.macAddress}`,
    })
    .from(nodeAddresses)
    .innerJoin(nodes, eq(nodes.id, nodeAddresses.nodeId))
    .where(nodeUsesOf(network, within))
    .orderBy(asc(nodeAddresses.ipv4Address), asc(nodes.hostname))
    .limit(limit);
}

/** How the addresses of one block stand; those with none of these are left out. */
export type BlockCount = {
  block: string;
  listedCount: number;
  usedCount: number;
  unlistedCount: number;
  nodeCount: number;
};

/** Blocks of one size inside `within` that hold any listed or used address. */
export async function countByBlock(
  db: Db,
  scope: Scope,
  network: AddressNetwork,
  { within, partPrefixLength }: { within: Ipv4Cidr; partPrefixLength: number },
): Promise<BlockCount[]> {
  const inside = sql`${formatCidr(within)}::inet`;
  const listed = db
    .select({
      address: addresses.address,
      isListed: sql`1`.as("is_listed"),
      vm: sql`0`.as("vm"),
      node: sql`0`.as("node"),
    })
    .from(addresses)
    .where(and(ofNetwork(scope, network.id), sql`${addresses.address} <<= ${inside}`));
  const vms = db
    .select({ address: vnicAddress, isListed: sql`0`, vm: sql`1`, node: sql`0` })
    .from(vmVnics)
    .innerJoin(nodes, eq(nodes.id, vmVnics.nodeId))
    .innerJoin(eachVnicAddress, sql`true`)
    .where(vmUsesOf(network, within));
  const ofNodes = db
    .select({ address: nodeAddresses.ipv4Address, isListed: sql`0`, vm: sql`0`, node: sql`1` })
    .from(nodeAddresses)
    .innerJoin(nodes, eq(nodes.id, nodeAddresses.nodeId))
    .where(nodeUsesOf(network, within));
  const block = sql<string>`network(set_masklen(address, ${partPrefixLength}::int))`;
  return db
    .select({
      block: sql<string>`block::text`,
      listedCount: sql<number>`count(*) filter (where listed)::int`,
      usedCount: sql<number>`count(*) filter (where vm or node)::int`,
      unlistedCount: sql<number>`count(*) filter (where vm and not listed and not node)::int`,
      nodeCount: sql<number>`count(*) filter (where node)::int`,
    })
    .from(
      sql`(select ${block} as block, max(is_listed) = 1 as listed, max(vm) = 1 as vm, max(node) = 1 as node
        from ((${listed}) union all (${vms}) union all (${ofNodes})) as each_use(address, is_listed, vm, node)
        group by address) as each_address`,
    )
    .groupBy(sql`each_address.block`)
    .orderBy(sql`each_address.block`);
}

export type AddressCount = { listedCount: number; usedCount: number; takenCount: number };

/**
 * Of each network: addresses that are listed, that VMs or nodes use by the last known facts, and either. Network, broadcast
 * and gateway addresses are left out, and so are networks with none. One statement, whatever their number.
 */
export async function countAddressesByNetworkId(
  db: Db,
  scope: Scope,
  networkIds: readonly string[],
): Promise<Map<string, AddressCount>> {
  if (networkIds.length === 0) return new Map();
  const chosen = and(
    inArray(networks.id, [...networkIds]),
    scope.vdcId === null ? undefined : eq(networks.vdcId, scope.vdcId),
  );
  const carrier = sql`coalesce(${networks.overlayRuleName}, ${networks.nicTagName})`;
  // No network and no overlay has VXLAN 0, so it stands for none, and the comparison can be hashed.
  const sameSegment = (table: typeof vmVnics | typeof nodeAddresses) =>
    and(
      sql`${table.nicTagName} = ${carrier}`,
      sql`coalesce(${table.vxlanId}, 0) = coalesce(${networks.vxlanId}, 0)`,
      eq(table.vlanId, networks.vlanId),
    );
  const assignable = (address: SQL) => sql`
    ${address} <<= ${networks.subnet} and ${address} is distinct from ${networks.gateway}
    and (masklen(${networks.subnet}) >= 31
      or (host(${address}) <> host(${networks.subnet}) and host(${address}) <> host(broadcast(${networks.subnet}))))`;
  const listed = db
    .select({ networkId: networks.id, address: addresses.address, isListed: sql`1`, isUsed: sql`0` })
    .from(networks)
    .innerJoin(addresses, eq(addresses.networkId, networks.id))
    .where(chosen);
  const vms = db
    .select({ networkId: networks.id, address: vnicAddress, isListed: sql`0`, isUsed: sql`1` })
    .from(networks)
    .innerJoin(vmVnics, sameSegment(vmVnics))
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .innerJoin(eachVnicAddress, assignable(vnicAddress))
    .where(chosen);
  const ofNodes = db
    .select({ networkId: networks.id, address: nodeAddresses.ipv4Address, isListed: sql`0`, isUsed: sql`1` })
    .from(networks)
    .innerJoin(nodeAddresses, and(sameSegment(nodeAddresses), assignable(sql`${nodeAddresses.ipv4Address}`)))
    .innerJoin(nodes, and(eq(nodes.id, nodeAddresses.nodeId), confirmed))
    .where(chosen);
  const rows = await db
    .select({
      networkId: sql<string>`network_id`,
      listedCount: sql<number>`sum(is_listed)::int`,
      usedCount: sql<number>`sum(is_used)::int`,
      takenCount: sql<number>`count(*)::int`,
    })
    .from(
      sql`(select network_id, max(is_listed) as is_listed, max(is_used) as is_used
        from ((${listed}) union all (${vms}) union all (${ofNodes})) as each_use(network_id, address, is_listed, is_used)
        group by network_id, address) as each_address`,
    )
    .groupBy(sql`network_id`);
  return new Map(rows.map(({ networkId, ...count }) => [networkId, count]));
}

/** VM NICs of the segment that ask for their address by DHCP and of which none is known. */
export async function countDhcpVnics(db: Db, network: OfSegment): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(vmVnics)
    .innerJoin(nodes, eq(nodes.id, vmVnics.nodeId))
    .where(
      and(
        onSegment(vmVnics, network),
        confirmed,
        vmVnics.isDhcp,
        sql`cardinality(${vmVnics.ipv4Addresses}) = 0`,
      ),
    );
  return row?.count ?? 0;
}

/** When the confirmed nodes that have the network's rule or tag were read; nulls: none ever was. */
export async function findFactsAge(
  db: Db,
  { overlayRuleName, nicTagName }: OfSegment,
): Promise<{ oldest: Date | null; newest: Date | null }> {
  const carriers =
    overlayRuleName === null
      ? sql`select 1 from ${nodeNicTags} t where t.node_id = ${nodes.id} and t.name = ${nicTagName}`
      : sql`select 1 from ${nodeOverlayRules} r where r.node_id = ${nodes.id} and r.name = ${overlayRuleName}`;
  const observed = (pick: SQL) => sql<Date | null>`${pick}`.mapWith(nodes.factsObservedAt);
  const [row] = await db
    .select({
      oldest: observed(sql`min(${nodes.factsObservedAt})`),
      newest: observed(sql`max(${nodes.factsObservedAt})`),
    })
    .from(nodes)
    .where(and(confirmed, isNotNull(nodes.factsObservedAt), sql`exists (${carriers})`));
  return row ?? { oldest: null, newest: null };
}

/** Networks of the scope whose subnet holds the block or lies in it, the narrowest first. */
export async function listNetworksAround(
  db: Db,
  scope: Scope,
  { block, limit }: { block: Ipv4Cidr; limit: number },
): Promise<AddressNetwork[]> {
  return db
    .select({
      id: networks.id,
      vdcId: networks.vdcId,
      vdcName: vdcs.name,
      name: networks.name,
      subnet: networks.subnet,
      gateway: networks.gateway,
      overlayRuleName: networks.overlayRuleName,
      nicTagName: networks.nicTagName,
      vxlanId: networks.vxlanId,
      vlanId: networks.vlanId,
    })
    .from(networks)
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .where(
      and(
        scope.vdcId === null ? undefined : eq(networks.vdcId, scope.vdcId),
        sql`${networks.subnet} && ${formatCidr(block)}::inet`,
      ),
    )
    .orderBy(sql`masklen(${networks.subnet}) desc`, asc(vdcs.name), asc(networks.name), asc(networks.id))
    .limit(limit);
}

/** VM NICs that have the address where no network is. */
export async function listStrayVnics(
  db: Db,
  _scope: AllVdcs,
  { address, limit }: { address: string; limit: number },
): Promise<(VmUse & { nodeId: string; segment: string })[]> {
  const around = db
    .select({ id: networks.id })
    .from(networks)
    .where(
      and(
        sql`coalesce(${networks.overlayRuleName}, ${networks.nicTagName}) = ${vmVnics.nicTagName}`,
        sql`coalesce(${networks.vxlanId}, 0) = coalesce(${vmVnics.vxlanId}, 0)`,
        eq(networks.vlanId, vmVnics.vlanId),
        sql`${address}::inet <<= ${networks.subnet}`,
      ),
    );
  return db
    .select({
      vmUuid: vmVnics.vmUuid,
      vmAlias: vmVnics.vmAlias,
      interfaceName: vmVnics.interfaceName,
      macAddress: vmVnics.macAddress,
      isDhcp: vmVnics.isDhcp,
      nodeId: nodes.id,
      nodeHostname: sql<string | null>`${nodes.hostname}`,
      segment: sql<string>`concat_ws('/', ${vmVnics.nicTagName}, ${vmVnics.vxlanId}::text)`,
    })
    .from(vmVnics)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .where(and(sql`${vmVnics.ipv4Addresses} @> array[${address}::inet]`, notExists(around)))
    .orderBy(asc(vmVnics.vmAlias), asc(vmVnics.vmUuid), asc(vmVnics.interfaceName))
    .limit(limit);
}

/** What a new subnet or gateway would leave without a place. */
export async function findMisfits(
  db: Db,
  scope: Scope,
  networkId: string,
  wanted: { subnet: string; gateway: string | null; namedMax: number },
): Promise<{ outside: string[]; outsideCount: number; isGatewayListed: boolean }> {
  const subnet = sql`${wanted.subnet}::cidr`;
  const isOutside = sql`not (${addresses.address} <<= ${subnet} and (masklen(${subnet}) >= 31
    or (host(${addresses.address}) <> host(${subnet}) and host(${addresses.address}) <> host(broadcast(${subnet})))))`;
  const outside = await db
    .select({ address: sql<string>`host(${addresses.address})`, count: sql<number>`(count(*) over ())::int` })
    .from(addresses)
    .where(and(ofNetwork(scope, networkId), isOutside))
    .orderBy(asc(addresses.address))
    .limit(wanted.namedMax);
  const [gateway] =
    wanted.gateway === null
      ? []
      : await db
          .select({ address: addresses.address })
          .from(addresses)
          .where(and(ofNetwork(scope, networkId), eq(addresses.address, wanted.gateway)));
  return {
    outside: outside.map(({ address }) => address),
    outsideCount: outside[0]?.count ?? 0,
    isGatewayListed: gateway !== undefined,
  };
}
