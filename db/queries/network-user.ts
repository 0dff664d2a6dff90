import { and, eq, isNotNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { VdcScope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { addresses } from "../schema/address.ts";
import { networks } from "../schema/network.ts";
import { nodes, vmVnics } from "../schema/node.ts";
import { usesNetwork } from "./network.ts";

const VMS_NAMED_MAX = 5;

/** VMs that use the network by the last known facts of confirmed nodes; the first few by name. */
export async function findUsersOfNetwork(
  db: Db,
  { vdcId }: VdcScope,
  networkId: string,
): Promise<{ vmCount: number; vmNames: string[] }> {
  const vms = db
    .selectDistinct({
      vmUuid: vmVnics.vmUuid,
      vmName: sql<string>`coalesce(nullif(${vmVnics.vmAlias}, ''), ${vmVnics.vmUuid}::text)`.as("vm_name"),
    })
    .from(networks)
    .innerJoin(vmVnics, usesNetwork)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), isNotNull(nodes.hostKeyConfirmedAt)))
    .where(and(eq(networks.id, networkId), eq(networks.vdcId, vdcId)))
    .as("vm");
  const [row] = await db
    .select({
      vmCount: sql<number>`count(distinct ${vms.vmUuid})::int`,
      vmNames: sql<
        string[]
      >`coalesce((array_agg(${vms.vmName} order by ${vms.vmName}))[1:${sql.raw(String(VMS_NAMED_MAX))}], '{}')`,
    })
    .from(vms);
  return row ?? { vmCount: 0, vmNames: [] };
}

/** What goes with the network, or stays when it goes. */
export async function countWithNetwork(
  db: Db,
  { vdcId }: VdcScope,
  networkId: string,
): Promise<{ addressCount: number; otherNetworkOnVxlanCount: number }> {
  const other = alias(networks, "other_network");
  const [row] = await db
    .select({
      addressCount: sql<number>`(select count(*) from ${addresses} where ${addresses.networkId} = ${networks.id})::int`,
      otherNetworkOnVxlanCount: sql<number>`(select count(*) from ${networks} as "other_network"
        where ${other.vxlanId} = ${networks.vxlanId} and ${other.id} <> ${networks.id}
          and ${other.vdcId} = ${networks.vdcId})::int`,
    })
    .from(networks)
    .where(and(eq(networks.id, networkId), eq(networks.vdcId, vdcId)));
  return row ?? { addressCount: 0, otherNetworkOnVxlanCount: 0 };
}
