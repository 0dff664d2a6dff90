import { eq, inArray, sql } from "drizzle-orm";
import type { AllVdcs } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { networks } from "../schema/network.ts";
import { vmVnics } from "../schema/node.ts";
import { vdcs } from "../schema/vdc.ts";
import { usesNetwork } from "./network.ts";

const NAMED_MAX = 10;

/** How many VMs the node has by its last known facts, and the first few by name. */
export async function countVmsOfNode(
  db: Db,
  nodeId: string,
): Promise<{ vmCount: number; vmNames: string[] }> {
  const name = sql<string>`coalesce(nullif(${vmVnics.vmAlias}, ''), ${vmVnics.vmUuid})`;
  const rows = await db
    .selectDistinct({ vmUuid: vmVnics.vmUuid, name })
    .from(vmVnics)
    .where(eq(vmVnics.nodeId, nodeId))
    .orderBy(name);
  const vmCount = new Set(rows.map(({ vmUuid }) => vmUuid)).size;
  return { vmCount, vmNames: rows.slice(0, NAMED_MAX).map((row) => row.name) };
}

/** Networks that VMs of the node use, of any vDC; `isOnlyHere`: no other node has a VM on it. */
export async function listNetworksOfNode(db: Db, _scope: AllVdcs, nodeId: string) {
  const used = db
    .select({ id: networks.id })
    .from(vmVnics)
    .innerJoin(networks, usesNetwork)
    .where(eq(vmVnics.nodeId, nodeId));
  return db
    .select({
      id: networks.id,
      name: networks.name,
      vdcId: networks.vdcId,
      vdcName: vdcs.name,
      isOnlyHere: sql<boolean>`bool_and(${vmVnics.nodeId} = ${nodeId})`,
    })
    .from(networks)
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .innerJoin(vmVnics, usesNetwork)
    .where(inArray(networks.id, used))
    .groupBy(networks.id, vdcs.name)
    .orderBy(vdcs.name, networks.name);
}
