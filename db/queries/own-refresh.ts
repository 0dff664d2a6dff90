import { and, desc, eq, gt, inArray, isNotNull } from "drizzle-orm";
import type { VdcScope } from "#server/domain/access.ts";
import { REFRESH_STATES_IN_FLIGHT } from "#server/domain/refresh-state.ts";
import type { Db } from "../client.ts";
import { networks } from "../schema/network.ts";
import { nodes, vmVnics } from "../schema/node.ts";
import { ownRefreshes } from "../schema/own-refresh.ts";
import { nodeRefreshes } from "../schema/refresh.ts";
import { vdcs } from "../schema/vdc.ts";
import { usesNetwork } from "./network.ts";

/** One at a time until the transaction ends orders for the vDC; so what is counted then is exact. */
export async function lockOrdersOfVdc(tx: Db, { vdcId }: VdcScope): Promise<void> {
  await tx.select({ id: vdcs.id }).from(vdcs).where(eq(vdcs.id, vdcId)).for("no key update");
}

/** Newest first. */
export async function listOwnOrderTimes(db: Db, { vdcId }: VdcScope, after: Date): Promise<Date[]> {
  const rows = await db
    .select({ orderedAt: ownRefreshes.orderedAt })
    .from(ownRefreshes)
    .where(and(eq(ownRefreshes.vdcId, vdcId), gt(ownRefreshes.orderedAt, after)))
    .orderBy(desc(ownRefreshes.orderedAt));
  return rows.map(({ orderedAt }) => orderedAt);
}

export async function insertOwnRefresh(
  tx: Db,
  { vdcId }: VdcScope,
  order: Omit<typeof ownRefreshes.$inferInsert, "vdcId">,
): Promise<void> {
  await tx.insert(ownRefreshes).values({ vdcId, ...order });
}

export type CrossedNode = {
  id: string;
  factsObservedAt: Date | null;
  hasFailed: boolean;
  isBeingRefreshed: boolean;
};

/** Confirmed nodes with VMs on one of the vDC's own networks, by the last known facts. */
export async function listNodesOfNetwork(
  db: Db,
  { vdcId }: VdcScope,
  networkId: string,
): Promise<CrossedNode[]> {
  const rows = await db
    .selectDistinct({
      id: nodes.id,
      factsObservedAt: nodes.factsObservedAt,
      lastRefreshOutcome: nodes.lastRefreshOutcome,
      inFlightId: nodeRefreshes.id,
    })
    .from(networks)
    .innerJoin(vmVnics, usesNetwork)
    .innerJoin(nodes, and(eq(nodes.id, vmVnics.nodeId), isNotNull(nodes.hostKeyConfirmedAt)))
    .leftJoin(
      nodeRefreshes,
      and(eq(nodeRefreshes.nodeId, nodes.id), inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_FLIGHT])),
    )
    .where(and(eq(networks.id, networkId), eq(networks.vdcId, vdcId)));
  return rows.map(({ id, factsObservedAt, lastRefreshOutcome, inFlightId }) => ({
    id,
    factsObservedAt,
    hasFailed: lastRefreshOutcome === "failed",
    isBeingRefreshed: inFlightId !== null,
  }));
}
