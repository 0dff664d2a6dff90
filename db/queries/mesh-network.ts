import { and, asc, countDistinct, desc, eq, exists, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { AllVdcs } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { networks } from "../schema/network.ts";
import { nodes, vmVnics } from "../schema/node.ts";
import { vdcs } from "../schema/vdc.ts";
import { usesNetwork } from "./network.ts";

/** Nodes of one PDC, or some by their ids; quarantined ones never count. */
export type NodeSet = { pdcName: string } | { nodeIds: readonly string[] };

export type CrossingNetwork = {
  id: string;
  name: string;
  vdcId: string;
  vdcName: string;
  overlayRuleName: string | null;
  vxlanId: number | null;
  mtuBytes: number;
  /** On the first nodes. */
  vmCount: number;
};

/** Networks with VMs on `here` and, unless null, on `there` as well; those with most VMs here first. */
export async function listNetworksCrossing(
  db: Db,
  _scope: AllVdcs,
  { here, there, limit }: { here: NodeSet; there: NodeSet | null; limit: number },
): Promise<CrossingNetwork[]> {
  const otherVnics = alias(vmVnics, "other_vnic");
  const otherNodes = alias(nodes, "other_node");
  const isThere =
    there &&
    exists(
      db
        .select({ vmUuid: otherVnics.vmUuid })
        .from(otherVnics)
        .innerJoin(otherNodes, eq(otherNodes.id, otherVnics.nodeId))
        .where(
          and(
            nodesIn(there, otherNodes),
            eq(otherVnics.nicTagName, networks.overlayRuleName),
            eq(otherVnics.vxlanId, networks.vxlanId),
            eq(otherVnics.vlanId, networks.vlanId),
            sql`(cardinality(${otherVnics.ipv4Addresses}) = 0
              or exists (select 1 from unnest(${otherVnics.ipv4Addresses}) a where a <<= ${networks.subnet}))`,
          ),
        ),
    );
  const vmCount = countDistinct(vmVnics.vmUuid);
  return db
    .select({
      id: networks.id,
      name: networks.name,
      vdcId: networks.vdcId,
      vdcName: vdcs.name,
      overlayRuleName: networks.overlayRuleName,
      vxlanId: networks.vxlanId,
      mtuBytes: networks.mtuBytes,
      vmCount,
    })
    .from(nodes)
    .innerJoin(vmVnics, eq(vmVnics.nodeId, nodes.id))
    .innerJoin(networks, usesNetwork)
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .where(and(nodesIn(here, nodes), isNotNull(networks.overlayRuleName), isThere ?? undefined))
    .groupBy(networks.id, vdcs.name)
    .orderBy(desc(vmCount), asc(networks.name), asc(networks.id))
    .limit(limit);
}

function nodesIn(
  set: NodeSet,
  table: typeof nodes | ReturnType<typeof alias<typeof nodes, string>>,
): SQL | undefined {
  const isConfirmed = isNotNull(table.hostKeyConfirmedAt);
  return "pdcName" in set
    ? and(isConfirmed, eq(table.reportedPdcName, set.pdcName))
    : and(isConfirmed, inArray(table.id, [...set.nodeIds]));
}
