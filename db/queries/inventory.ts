import { and, asc, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { AllVdcs } from "#server/domain/access.ts";
import { ADMINOVERLAY_VXLAN_ID } from "#server/domain/delegation.ts";
import type {
  InventoryCursor,
  InventoryFilter,
  InventoryPage,
  InventorySort,
} from "#server/domain/inventory/list.ts";
import { inventorySearch } from "#server/domain/inventory/search.ts";
import { firstAddress, formatIpv4, lastAddress, parseCidr } from "#server/domain/ipv4.ts";
import type { Db } from "../client.ts";
import { nodes, vmVnics, vmVnicStays } from "../schema/node.ts";
import type { StoredMacClaim } from "./node.ts";

/** Whoever asks has a grant for every vDC, so networks are named whosever they are. */
type Scope = AllVdcs;

/** The same as `usesNetwork`, in two halves that can each be hashed or looked up: tables named `v` and `n`. */
const isInSubnet = sql.raw(`(cardinality(v.ipv4_addresses) = 0 or v.ipv4_addresses[1] <<= n.subnet
  or exists (select 1 from unnest(v.ipv4_addresses[2:]) a where a <<= n.subnet))`);
const sitsByOverlay = sql`v.vxlan_id = n.vxlan_id and v.nic_tag_name = n.overlay_rule_name and v.vlan_id = n.vlan_id
  and ${isInSubnet}`;
const sitsByTag = sql`v.vxlan_id is null and n.vxlan_id is null and v.nic_tag_name = n.nic_tag_name
  and v.vlan_id = n.vlan_id and ${isInSubnet}`;

/** Rows of `vm_vnic` itself, named `v`. */
const vnics = alias(vmVnics, "v");

const key = sql.raw("v.node_id, v.vm_uuid, v.interface_name");

/** All of them at once, each half by one hash: few VM NICs match no network, and in any order they would be looked for among all. */
const isOnNoNetwork = sql`(${key}) in (
  with without_network as materialized (
    select ${key} from vm_vnic v
    where v.vxlan_id <> ${ADMINOVERLAY_VXLAN_ID} and not exists (select 1 from network n where ${sitsByOverlay})
    union all
    select ${key} from vm_vnic v
    where v.vxlan_id is null and not exists (select 1 from network n where ${sitsByTag}))
  select * from without_network)`;

const escaped = (word: string) => word.replace(/[\\%_]/g, String.raw`\$&`);

/** Found through the networks' few segments, never by looking at every VM NIC. */
function isOnNetworkWith(condition: SQL): SQL {
  return sql`(${key}) in (
    select ${key} from network n join vm_vnic v on ${sitsByOverlay} where ${condition}
    union all select ${key} from network n join vm_vnic v on ${sitsByTag} where ${condition})`;
}

/** The index knows single addresses only, so a small subnet is asked for as all of its own. */
const ADDRESSES_NAMED_MAX = 1024;

function isInCidr(text: string): SQL {
  const cidr = parseCidr(text);
  const first = cidr && firstAddress(cidr);
  if (!cidr || first === null || lastAddress(cidr) - first >= ADDRESSES_NAMED_MAX)
    return sql`exists (select 1 from unnest(${vnics.ipv4Addresses}) a where a <<= ${text}::inet)`;
  const all = Array.from({ length: lastAddress(cidr) - first + 1 }, (_, offset) =>
    formatIpv4(first + offset),
  );
  return sql`${vnics.ipv4Addresses} && ${sql.param(all)}::inet[]`;
}

function isSearched(text: string): SQL | undefined {
  const search = inventorySearch(text);
  switch (search.kind) {
    case "all":
      return undefined;
    case "mac":
      return eq(vnics.macAddress, search.macAddress);
    case "mac-beginning":
      return sql`(${vnics.macAddress} collate "C") >= ${search.beginning}
        and (${vnics.macAddress} collate "C") < ${`${search.beginning};`}`;
    case "address":
      return sql`${vnics.ipv4Addresses} @> array[${search.ipv4Address}::inet]`;
    case "subnet":
      return isInCidr(search.cidr);
    case "vm":
      return eq(vnics.vmUuid, search.vmUuid);
    case "vxlan":
      return and(
        eq(vnics.vxlanId, search.vxlanId),
        search.overlayRuleName === null ? undefined : eq(vnics.nicTagName, search.overlayRuleName),
      );
    case "words":
      return and(...search.words.map((word) => sql`lower(${vnics.vmAlias}) like ${`%${escaped(word)}%`}`));
  }
}

function matches({ text, ...filter }: InventoryFilter): SQL | undefined {
  return and(
    isNotNull(nodes.hostKeyConfirmedAt),
    isSearched(text),
    filter.nodeId === undefined ? undefined : eq(vnics.nodeId, filter.nodeId),
    filter.carrierName === undefined ? undefined : eq(vnics.nicTagName, filter.carrierName),
    filter.inVdcId === undefined ? undefined : isOnNetworkWith(sql`n.vdc_id = ${filter.inVdcId}`),
    filter.networkId === undefined ? undefined : isOnNetworkWith(sql`n.id = ${filter.networkId}`),
    filter.hasNoNetwork ? isOnNoNetwork : undefined,
    filter.hasMoved ? isNotNull(vnics.movedAt) : undefined,
  );
}

type SortKey = { key: SQL; text: SQL; parse: (text: string) => SQL };

const byText = (key: SQL): SortKey => ({ key, text: key, parse: (text) => sql`${text}` });

/** Each has an index that ends with the VM NIC's own key. */
const SORT_KEYS: Record<InventorySort, SortKey> = {
  vm: byText(sql`(lower(${vnics.vmAlias}) collate "C")`),
  macAddress: byText(sql`(${vnics.macAddress} collate "C")`),
  since: {
    key: sql`${vnics.since}`,
    // To the microsecond, which JavaScript's own instants do not have.
    text: sql`to_char(${vnics.since} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    parse: (text) => sql`${text}::timestamptz`,
  },
};

const OWN_KEY = [vnics.vmUuid, vnics.interfaceName, vnics.nodeId];

function comesAfter(sort: InventorySort, isDescending: boolean, cursor: InventoryCursor): SQL {
  const { key, parse } = SORT_KEYS[sort];
  const here = sql.join([key, ...OWN_KEY.map((column) => sql`${column}`)], sql`, `);
  const there = sql`${parse(cursor.key)}, ${cursor.vmUuid}, ${cursor.interfaceName}, ${cursor.nodeId}::uuid`;
  return isDescending ? sql`(${here}) < (${there})` : sql`(${here}) > (${there})`;
}

type OtherClaimant = { nodeId: string; hostname: string; macClaim: StoredMacClaim | null };
type NetworkName = { id: string; name: string; vdcId: string; vdcName: string };

const networksOfVnic = sql<NetworkName[]>`coalesce((
  select json_agg(json_build_object('id', n.id, 'name', n.name, 'vdcId', n.vdc_id, 'vdcName', d.name) order by d.name, n.name)
  from network n join vdc d on d.id = n.vdc_id where (${sitsByOverlay}) or (${sitsByTag})), '[]')`;

const otherClaimants = sql<OtherClaimant[]>`coalesce((
  select json_agg(json_build_object('nodeId', o.id, 'hostname', o.hostname, 'macClaim', o.mac_claims -> v.mac_address)
    order by o.hostname)
  from (select distinct c.node_id from vm_vnic c where c.mac_address = v.mac_address and c.node_id <> v.node_id) c
  join node o on o.id = c.node_id and o.host_key_confirmed_at is not null), '[]')`;

/** Those whose other vNIC on the same overlay rule wants ARP answered for the same address. */
const addressClaimants = sql<OtherClaimant[]>`coalesce((
  select json_agg(json_build_object('nodeId', o.id, 'hostname', o.hostname, 'macClaim', o.mac_claims -> c.mac_address)
    order by o.hostname)
  from vm_vnic c join node o on o.id = c.node_id and o.host_key_confirmed_at is not null
  where c.ipv4_addresses @> v.ipv4_addresses[1:1] and c.ipv4_addresses[1] = v.ipv4_addresses[1]
    and v.vxlan_id is not null and c.vxlan_id is not null and c.nic_tag_name = v.nic_tag_name
    and c.node_id <> v.node_id and c.mac_address <> v.mac_address), '[]')`;

/** One page; `nextCursor` null: it is the last. A page begins where the one before ended, whatever was written in between. */
export async function listInventoryPage(
  db: Db,
  _scope: Scope,
  { sort, isDescending, limit, cursor, ...filter }: InventoryPage,
) {
  const { key, text } = SORT_KEYS[sort];
  const direction = isDescending ? desc : asc;
  const rows = await db
    .select({
      vmUuid: vnics.vmUuid,
      vmAlias: vnics.vmAlias,
      interfaceName: vnics.interfaceName,
      macAddress: vnics.macAddress,
      ipv4Addresses: vnics.ipv4Addresses,
      isDhcp: vnics.isDhcp,
      carrierName: vnics.nicTagName,
      vxlanId: vnics.vxlanId,
      vlanId: vnics.vlanId,
      mtuBytes: vnics.mtuBytes,
      nodeId: vnics.nodeId,
      hostname: nodes.hostname,
      pdcName: nodes.reportedPdcName,
      observedAt: sql<Date | null>`
        coalesce(${nodes.partsObservedAt} ->> 'vmVnics', ${nodes.facts} #>> '{vmVnics,observedAt}')`.mapWith(
        (text: string) => new Date(text),
      ),
      since: vnics.since,
      /** null: that node is no longer enrolled. */
      movedFromNodeId: sql<string | null>`(select m.id from node m where m.id = ${vnics.movedFromNodeId})`,
      movedFromHostname: vnics.movedFromHostname,
      movedAt: vnics.movedAt,
      macClaim: sql<StoredMacClaim | null>`${nodes.macClaims} -> ${vnics.macAddress}`,
      otherClaimants,
      addressClaimants,
      networks: networksOfVnic,
      key: sql<string>`${text}`,
    })
    .from(vnics)
    .innerJoin(nodes, eq(nodes.id, vnics.nodeId))
    .where(and(matches(filter), cursor ? comesAfter(sort, isDescending, cursor) : undefined))
    .orderBy(direction(key), ...OWN_KEY.map((column) => direction(column)))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    vnics: page.map(({ key: _key, ...vnic }) => vnic),
    nextCursor:
      rows.length > limit && last
        ? {
            key: last.key,
            vmUuid: last.vmUuid,
            interfaceName: last.interfaceName,
            nodeId: last.nodeId,
          }
        : null,
  };
}

/** Counts to `countMax` and no further, so that it costs the same whatever there is; null: there are more. */
export async function countInventory(
  db: Db,
  _scope: Scope,
  filter: InventoryFilter,
  countMax: number,
): Promise<number | null> {
  const found = db
    .select({ one: sql`1`.as("one") })
    .from(vnics)
    .innerJoin(nodes, eq(nodes.id, vnics.nodeId))
    .where(matches(filter))
    .limit(countMax + 1)
    .as("found");
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(found);
  const count = row?.count ?? 0;
  return count > countMax ? null : count;
}

/** Where a MAC address was before, latest first. */
export async function listStaysOfMac(db: Db, _scope: Scope, macAddress: string, limit: number) {
  return db
    .select()
    .from(vmVnicStays)
    .where(eq(vmVnicStays.macAddress, macAddress))
    .orderBy(desc(vmVnicStays.until))
    .limit(limit);
}

/** Overlay rules and NIC tags that VM NICs are on, by name. */
export async function listInventoryCarriers(db: Db, _scope: Scope): Promise<string[]> {
  const rows = await db
    .selectDistinct({ name: vmVnics.nicTagName })
    .from(vmVnics)
    .orderBy(asc(vmVnics.nicTagName));
  return rows.map(({ name }) => name);
}
