import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import type { AllVdcs, VdcScope } from "#server/domain/access.ts";
import type { AddressUsage } from "#server/domain/address/draft.ts";
import type { VmOfNetwork } from "#server/domain/network/attribution.ts";
import type { NetworkValues } from "#server/domain/network/draft.ts";
import type { Db } from "../client.ts";
import { addresses } from "../schema/address.ts";
import { networkShares } from "../schema/network-share.ts";
import { networks } from "../schema/network.ts";
import { vdcs } from "../schema/vdc.ts";

/** Whoever shares a network, ends its sharing, deletes it or lists addresses in it holds this until the transaction ends. */
export async function lockNetwork(tx: Db, networkId: string): Promise<void> {
  await tx.select({ id: networks.id }).from(networks).where(eq(networks.id, networkId)).for("update");
}

export type NetworkShare = { vdcId: string; vdcName: string; createdAt: Date };

/** By vDC name. */
export async function listShares(db: Db, _scope: AllVdcs, networkId: string): Promise<NetworkShare[]> {
  return db
    .select({ vdcId: vdcs.id, vdcName: vdcs.name, createdAt: networkShares.createdAt })
    .from(networkShares)
    .innerJoin(vdcs, and(eq(vdcs.id, networkShares.vdcId), isNull(vdcs.retiredAt)))
    .where(eq(networkShares.networkId, networkId))
    .orderBy(asc(vdcs.name));
}

/** Whether any vDC besides its own reads and uses it. */
export async function isNetworkShared(db: Db, networkId: string): Promise<boolean> {
  const rows = await db
    .select({ vdcId: networkShares.vdcId })
    .from(networkShares)
    .innerJoin(vdcs, and(eq(vdcs.id, networkShares.vdcId), isNull(vdcs.retiredAt)))
    .where(eq(networkShares.networkId, networkId))
    .limit(1);
  return rows.length > 0;
}

/** For announcing only: vDCs whose pages show one of the networks, their own among them. */
export async function listHearingVdcIds(db: Db, networkIds: readonly string[]): Promise<string[]> {
  // As one parameter, however many they are.
  const ids = sql`(select json_array_elements_text(${JSON.stringify(networkIds)}::json)::uuid)`;
  const own = db
    .select({ vdcId: networks.vdcId })
    .from(networks)
    .where(sql`${networks.id} in ${ids}`);
  const others = db
    .select({ vdcId: networkShares.vdcId })
    .from(networkShares)
    .where(sql`${networkShares.networkId} in ${ids}`);
  return (await own.union(others)).map(({ vdcId }) => vdcId);
}

/** False when it is shared with the vDC already. */
export async function insertShare(tx: Db, { vdcId }: VdcScope, networkId: string): Promise<boolean> {
  const inserted = await tx
    .insert(networkShares)
    .values({ networkId, vdcId })
    .onConflictDoNothing()
    .returning({ vdcId: networkShares.vdcId });
  return inserted.length > 0;
}

/** False when it is not shared with the vDC. */
export async function deleteShare(tx: Db, { vdcId }: VdcScope, networkId: string): Promise<boolean> {
  const deleted = await tx
    .delete(networkShares)
    .where(and(eq(networkShares.networkId, networkId), eq(networkShares.vdcId, vdcId)))
    .returning({ vdcId: networkShares.vdcId });
  return deleted.length > 0;
}

/** All that a vDC is told of a network that is shared with it; whose it is belongs to nobody's answer. */
export type SharedNetwork = Pick<
  NetworkValues,
  | "name"
  | "alias"
  | "description"
  | "overlayRuleName"
  | "nicTagName"
  | "vxlanId"
  | "vlanId"
  | "subnet"
  | "gateway"
  | "resolvers"
  | "mtuBytes"
> & { id: string };

const sharedColumns = {
  id: networks.id,
  name: networks.name,
  alias: networks.alias,
  description: networks.description,
  overlayRuleName: networks.overlayRuleName,
  nicTagName: networks.nicTagName,
  vxlanId: networks.vxlanId,
  vlanId: networks.vlanId,
  subnet: networks.subnet,
  gateway: networks.gateway,
  resolvers: networks.resolvers,
  mtuBytes: networks.mtuBytes,
};

/** Networks of others that are shared with the vDC, by name; hidden ones are left out. */
export async function listSharedNetworks(db: Db, { vdcId }: VdcScope): Promise<SharedNetwork[]> {
  return db
    .select(sharedColumns)
    .from(networks)
    .innerJoin(networkShares, and(eq(networkShares.networkId, networks.id), eq(networkShares.vdcId, vdcId)))
    .where(ne(networks.access, "deleted"))
    .orderBy(asc(networks.name), asc(networks.id));
}

export async function findSharedNetwork(
  db: Db,
  { vdcId }: VdcScope,
  networkId: string,
): Promise<SharedNetwork | null> {
  const [network] = await db
    .select(sharedColumns)
    .from(networks)
    .innerJoin(networkShares, and(eq(networkShares.networkId, networks.id), eq(networkShares.vdcId, vdcId)))
    .where(eq(networks.id, networkId));
  return network ?? null;
}

const isOn = (vnic: string, network: string) =>
  sql.raw(`${vnic}.nic_tag_name = coalesce(${network}.overlay_rule_name, ${network}.nic_tag_name)
    and ${vnic}.vxlan_id is not distinct from ${network}.vxlan_id and ${vnic}.vlan_id = ${network}.vlan_id
    and (cardinality(${vnic}.ipv4_addresses) = 0
      or exists (select 1 from unnest(${vnic}.ipv4_addresses) a where a <<= ${network}.subnet))`);

/**
 * VMs on a network with the vDCs they may belong to, since nodes do not tell whose a VM is: those that listed its address
 * there, and those on whose own, unshared networks its other vNICs are. By name.
 */
export async function listVmsOfNetwork(db: Db, networkId: string): Promise<VmOfNetwork[]> {
  const confirmed = sql.raw("n.host_key_confirmed_at is not null");
  return db
    .select({
      vmUuid: sql<string>`vm_uuid`,
      vmName: sql<string>`vm_name`,
      vdcIds: sql<string[]>`vdc_ids`,
    })
    .from(
      sql`(
        select u.vm_uuid, u.vm_name, coalesce((
          select jsonb_agg(distinct vdc_id) from (
            select a.vdc_id from vm_vnic v join address a on a.network_id = u.network_id and a.address = any(v.ipv4_addresses)
              join network w on w.id = u.network_id
              where v.vm_uuid = u.vm_uuid and ${isOn("v", "w")}
            union all
            select m.vdc_id from vm_vnic v join network m on ${isOn("v", "m")}
              where v.vm_uuid = u.vm_uuid and m.id <> u.network_id
                and not exists (select 1 from network_share s where s.network_id = m.id)
          ) evidence), '[]'::jsonb) as vdc_ids
        from (
          select distinct on (v.vm_uuid) v.vm_uuid, coalesce(nullif(v.vm_alias, ''), v.vm_uuid::text) as vm_name,
            w.id as network_id
          from network w join vm_vnic v on ${isOn("v", "w")} join node n on n.id = v.node_id and ${confirmed}
          where w.id = ${networkId}::uuid
          order by v.vm_uuid, v.vm_alias desc
        ) u
      ) as vm_of_network`,
    )
    .orderBy(sql`vm_name`, sql`vm_uuid`);
}

export type OwnAddress = { address: string; usage: AddressUsage; note: string };

/** Addresses that the vDC itself listed in the network, in their order. */
export async function listOwnAddresses(
  db: Db,
  { vdcId }: VdcScope,
  networkId: string,
): Promise<OwnAddress[]> {
  return db
    .select({
      address: sql<string>`host(${addresses.address})`,
      usage: addresses.usage,
      note: addresses.note,
    })
    .from(addresses)
    .where(and(eq(addresses.networkId, networkId), eq(addresses.vdcId, vdcId)))
    .orderBy(asc(addresses.address));
}

/** Those of the addresses that the vDC itself had listed. */
export async function deleteOwnAddresses(
  tx: Db,
  { vdcId }: VdcScope,
  networkId: string,
  names: readonly string[],
): Promise<OwnAddress[]> {
  const wanted = JSON.stringify(names);
  return tx
    .delete(addresses)
    .where(
      and(
        eq(addresses.networkId, networkId),
        eq(addresses.vdcId, vdcId),
        sql`host(${addresses.address}) in (select jsonb_array_elements_text(${wanted}::jsonb))`,
      ),
    )
    .returning({
      address: sql<string>`host(${addresses.address})`,
      usage: addresses.usage,
      note: addresses.note,
    });
}

/** How many addresses vDCs other than the network's own have listed in it. */
export async function countAddressesOfOthers(tx: Db, networkId: string): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(addresses)
    .innerJoin(networks, and(eq(networks.id, addresses.networkId), ne(networks.vdcId, addresses.vdcId)))
    .innerJoin(vdcs, and(eq(vdcs.id, addresses.vdcId), isNull(vdcs.retiredAt)))
    .where(eq(networks.id, networkId));
  return row?.count ?? 0;
}
