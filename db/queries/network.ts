import { and, asc, count, eq, isNotNull, ne, sql } from "drizzle-orm";
import type { AllVdcs, Scope, VdcScope } from "#server/domain/access.ts";
import type { Segment } from "#server/domain/delegation.ts";
import { type IdRange, mergeIdRanges, unionIdRanges } from "#server/domain/id-range.ts";
import type { TagOfNetwork } from "#server/domain/network/context.ts";
import type { NetworkValues } from "#server/domain/network/draft.ts";
import type { UsedId } from "#server/domain/range-map.ts";
import type { Db } from "../client.ts";
import { vlanDelegations } from "../schema/delegation.ts";
import { networks } from "../schema/network.ts";
import { nodeNicTags, nodeOverlayRules, nodes, vmVnics } from "../schema/node.ts";
import { users } from "../schema/user.ts";
import { vdcs } from "../schema/vdc.ts";

export type Network = NetworkValues & {
  id: string;
  vdcId: string;
  vdcName: string;
  /** null: its network-admins together. */
  ownerName: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export const networkColumns = {
  id: networks.id,
  vdcId: networks.vdcId,
  vdcName: vdcs.name,
  ownerName: users.username,
  name: networks.name,
  alias: networks.alias,
  description: networks.description,
  access: networks.access,
  subnet: networks.subnet,
  gateway: networks.gateway,
  resolvers: networks.resolvers,
  dnsDomain: networks.dnsDomain,
  ptrDomain: networks.ptrDomain,
  isDhcpPassthrough: networks.isDhcpPassthrough,
  overlayRuleName: networks.overlayRuleName,
  nicTagName: networks.nicTagName,
  vxlanId: networks.vxlanId,
  vlanId: networks.vlanId,
  mtuBytes: networks.mtuBytes,
  isVxlanShared: networks.isVxlanShared,
  addressScopeRuleName: networks.addressScopeRuleName,
  createdAt: networks.createdAt,
  updatedAt: networks.updatedAt,
};

/** The vDC's own networks; over all vDCs any. */
export const inScope = ({ vdcId }: Scope | AllVdcs) =>
  vdcId === null ? undefined : eq(networks.vdcId, vdcId);

export function selectNetworks(db: Db) {
  return db
    .select(networkColumns)
    .from(networks)
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .leftJoin(users, eq(users.id, networks.ownerUserId));
}

/** By vDC, then by name. */
export async function listNetworks(db: Db, scope: Scope | AllVdcs): Promise<Network[]> {
  return selectNetworks(db)
    .where(inScope(scope))
    .orderBy(asc(vdcs.name), asc(networks.name), asc(networks.id));
}

/** Hidden ones included; vDCs without any are left out. */
export async function countNetworksByVdcId(db: Db, _scope: AllVdcs): Promise<Map<string, number>> {
  const rows = await db
    .select({ vdcId: networks.vdcId, networkCount: count() })
    .from(networks)
    .groupBy(networks.vdcId);
  return new Map(rows.map(({ vdcId, networkCount }) => [vdcId, networkCount]));
}

/** Hidden ones too. */
export async function countAllNetworks(db: Db, scope: Scope | AllVdcs): Promise<number> {
  const [row] = await db.select({ count: count() }).from(networks).where(inScope(scope));
  return row?.count ?? 0;
}

export async function findNetwork(
  db: Db,
  scope: Scope | AllVdcs,
  networkId: string,
): Promise<Network | null> {
  const [network] = await selectNetworks(db).where(and(eq(networks.id, networkId), inScope(scope)));
  return network ?? null;
}

/** `ownerId` may name somebody who is no person of ours; then nobody owns it. */
export async function insertNetwork(
  tx: Db,
  { vdcId }: VdcScope,
  values: NetworkValues,
  ownerId: string,
): Promise<string> {
  const ownerUserId = sql`(select id from ${users} where ${users.id}::text = ${ownerId})`;
  const [row] = await tx
    .insert(networks)
    .values({ ...values, vdcId, ownerUserId })
    .returning({ id: networks.id });
  if (!row) throw new Error("insert returned no row");
  return row.id;
}

/** null, or somebody who is no person of ours: nobody owns it. */
export async function setNetworkOwner(
  tx: Db,
  scope: VdcScope,
  networkId: string,
  ownerName: string | null,
): Promise<void> {
  const ownerUserId = sql`(select id from ${users} where ${users.username} = ${ownerName}::text)`;
  await tx
    .update(networks)
    .set({ ownerUserId })
    .where(and(eq(networks.id, networkId), inScope(scope)));
}

export async function updateNetwork(
  tx: Db,
  scope: VdcScope,
  networkId: string,
  values: NetworkValues,
): Promise<void> {
  await tx
    .update(networks)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(eq(networks.id, networkId), inScope(scope)));
}

export async function deleteNetwork(tx: Db, scope: VdcScope, networkId: string): Promise<void> {
  await tx.delete(networks).where(and(eq(networks.id, networkId), inScope(scope)));
}

/** All rows at once: a VXLAN id is shared by every network in it or by none. */
export async function setVxlansShared(
  tx: Db,
  scope: VdcScope,
  sharedVxlanIds: readonly IdRange[],
): Promise<void> {
  const ids = `{${sharedVxlanIds.map(({ first, last }) => `[${first},${last}]`).join(",")}}`;
  const isShared = sql<boolean>`${networks.vxlanId} <@ ${ids}::int4multirange`;
  await tx
    .update(networks)
    .set({ isVxlanShared: isShared })
    .where(and(inScope(scope), isNotNull(networks.vxlanId), sql`${networks.isVxlanShared} <> (${isShared})`));
}

/** VLANs in use on each NIC tag by the networks in scope, by the tag's name. */
export async function listUsedTagVlanIds(
  db: Db,
  scope: Scope | AllVdcs,
): Promise<Map<string, readonly IdRange[]>> {
  const rows = await db
    .selectDistinct({ nicTagName: networks.nicTagName, vlanId: networks.vlanId })
    .from(networks)
    .where(and(inScope(scope), isNotNull(networks.nicTagName)));
  const byTag = Map.groupBy(rows, ({ nicTagName }) => nicTagName ?? "");
  const idsOf = ({ vlanId }: { vlanId: number }) => ({ first: vlanId, last: vlanId });
  return new Map([...byTag].map(([name, used]) => [name, mergeIdRanges(used.map(idsOf))]));
}

const NAMES_PER_VLAN_MAX = 3;

/** VLANs of the vDC's networks in the chosen VXLAN or on the chosen tag, by id, with a few of their names. */
export async function listUsedVlans(
  db: Db,
  scope: VdcScope,
  { overlayRuleName, nicTagName, vxlanId }: Omit<Segment, "vlanId">,
): Promise<UsedId[]> {
  if (nicTagName === null && vxlanId === null) return [];
  const names = sql<
    string[]
  >`(array_agg(${networks.name} order by ${networks.name}))[1:${sql.raw(String(NAMES_PER_VLAN_MAX))}]`;
  return db
    .select({ id: networks.vlanId, networkNames: names, networkCount: sql<number>`count(*)::int` })
    .from(networks)
    .where(
      and(
        inScope(scope),
        nicTagName === null
          ? and(eq(networks.overlayRuleName, overlayRuleName ?? ""), eq(networks.vxlanId, vxlanId ?? 0))
          : eq(networks.nicTagName, nicTagName),
      ),
    )
    .groupBy(networks.vlanId)
    .orderBy(asc(networks.vlanId));
}

/** VLANs that other vDCs hold in the chosen VXLAN or on the chosen tag; none while no VXLAN is chosen. */
export async function findHeldVlanIds(
  db: Db,
  { vdcId }: VdcScope,
  { overlayRuleName, nicTagName, vxlanId }: Omit<Segment, "vlanId">,
): Promise<readonly IdRange[]> {
  if (nicTagName === null && vxlanId === null) return [];
  const chosen =
    nicTagName === null
      ? and(eq(networks.overlayRuleName, overlayRuleName ?? ""), eq(networks.vxlanId, vxlanId ?? 0))
      : eq(networks.nicTagName, nicTagName);
  const used = await db
    .select({ vlanId: networks.vlanId })
    .from(networks)
    .where(and(chosen, ne(networks.vdcId, vdcId)));
  const delegated = await db
    .select({ vlanIds: vlanDelegations.vlanIds })
    .from(vlanDelegations)
    .where(and(eq(vlanDelegations.nicTagName, nicTagName ?? ""), ne(vlanDelegations.vdcId, vdcId)));
  const usedRanges = used.map(({ vlanId }) => ({ first: vlanId, last: vlanId }));
  return unionIdRanges(usedRanges, ...delegated.map(({ vlanIds }) => vlanIds));
}

/** Whether another vDC's subnet on the rule overlaps. */
export async function isSubnetHeldOnRule(
  db: Db,
  { vdcId }: VdcScope,
  overlayRuleName: string,
  subnet: string,
): Promise<boolean> {
  const [row] = await db
    .select({ id: networks.id })
    .from(networks)
    .where(
      and(
        eq(networks.overlayRuleName, overlayRuleName),
        ne(networks.vdcId, vdcId),
        sql`${networks.subnet} && ${subnet}::cidr`,
      ),
    )
    .limit(1);
  return row !== undefined;
}

const confirmed = isNotNull(nodes.hostKeyConfirmedAt);

/** Tags that confirmed nodes reported, overlay rules left out; a name with two types is listed with one of them. */
export async function listNicTags(db: Db): Promise<TagOfNetwork[]> {
  const rows = await db
    .selectDistinctOn([nodeNicTags.name], { name: nodeNicTags.name, type: nodeNicTags.type })
    .from(nodeNicTags)
    .innerJoin(nodes, eq(nodes.id, nodeNicTags.nodeId))
    .where(and(confirmed, ne(nodeNicTags.type, "overlay rule")))
    .orderBy(asc(nodeNicTags.name), asc(nodeNicTags.type));
  return rows.flatMap(({ name, type }) => (type === "overlay rule" ? [] : [{ name, type }]));
}

/** Confirmed nodes that have been read, and those of them that have the rule or tag. */
export async function countCarryingNodes(
  db: Db,
  { overlayRuleName, nicTagName }: Pick<Segment, "overlayRuleName" | "nicTagName">,
): Promise<{ count: number; carryingCount: number }> {
  const [row] = await db
    .select({
      count: count(),
      carryingCount: sql<number>`count(*) filter (where exists (
        select 1 from ${nodeOverlayRules} r where r.node_id = ${nodes.id} and r.name = ${overlayRuleName}::text
      ) or exists (
        select 1 from ${nodeNicTags} t where t.node_id = ${nodes.id} and t.name = ${nicTagName}::text
      ))::int`,
    })
    .from(nodes)
    .where(and(confirmed, isNotNull(nodes.factsObservedAt)));
  return row ?? { count: 0, carryingCount: 0 };
}

/** By segment and subnet. A vNIC whose address is not known counts for each network of the segment. */
export const usesNetwork = and(
  sql`${vmVnics.nicTagName} = coalesce(${networks.overlayRuleName}, ${networks.nicTagName})`,
  // As "is not distinct from", in words that an index can be asked for.
  sql`(${vmVnics.vxlanId} = ${networks.vxlanId} or (${vmVnics.vxlanId} is null and ${networks.vxlanId} is null))`,
  eq(vmVnics.vlanId, networks.vlanId),
  sql`(cardinality(${vmVnics.ipv4Addresses}) = 0
    or exists (select 1 from unnest(${vmVnics.ipv4Addresses}) a where a <<= ${networks.subnet}))`,
);

/** How many VMs use each of these networks, by the last known facts of confirmed nodes; those without any are left out. */
export async function countVmsByNetworkId(
  db: Db,
  scope: Scope | AllVdcs,
  networkIds: readonly string[],
): Promise<Map<string, number>> {
  if (networkIds.length === 0) return new Map();
  const rows = await db
    .select({ networkId: networks.id, vmCount: sql<number>`count(distinct ${vmVnics.vmUuid})::int` })
    .from(networks)
    .innerJoin(vmVnics, usesNetwork)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .where(and(sql`${networks.id} = any (${sql.param([...networkIds])}::uuid[])`, inScope(scope)))
    .groupBy(networks.id);
  return new Map(rows.map(({ networkId, vmCount }) => [networkId, vmCount]));
}

/** By VM, then by interface; the nodes' addresses and ids are left out. */
export async function listVnicsOfNetwork(
  db: Db,
  scope: Scope | AllVdcs,
  { networkId, limit }: { networkId: string; limit: number },
) {
  return db
    .select({
      vmUuid: vmVnics.vmUuid,
      vmAlias: vmVnics.vmAlias,
      interfaceName: vmVnics.interfaceName,
      macAddress: vmVnics.macAddress,
      ipv4Addresses: vmVnics.ipv4Addresses,
      isDhcp: vmVnics.isDhcp,
      mtuBytes: vmVnics.mtuBytes,
      nodeHostname: nodes.hostname,
      observedAt: nodes.factsObservedAt,
    })
    .from(networks)
    .innerJoin(vmVnics, usesNetwork)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), confirmed))
    .where(and(eq(networks.id, networkId), inScope(scope)))
    .orderBy(asc(vmVnics.vmAlias), asc(vmVnics.vmUuid), asc(vmVnics.interfaceName))
    .limit(limit);
}
