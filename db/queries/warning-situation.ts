import { and, asc, desc, eq, gt, inArray, ne, or, sql } from "drizzle-orm";
import type { Delegated, NetworkFacts, PartFailure } from "#server/domain/warnings/situation.ts";
import type { Db } from "../client.ts";
import { networks, vxlans } from "../schema/network.ts";
import { nodeRefreshes } from "../schema/refresh.ts";

/** What the last refresh that got through could not read, by node; of these nodes, or of all. */
export async function listPartFailures(
  db: Db,
  nodeIds: readonly string[] | null = null,
): Promise<Map<string, PartFailure[]>> {
  const rows = await db
    .selectDistinctOn([nodeRefreshes.nodeId], {
      nodeId: nodeRefreshes.nodeId,
      partFailures: nodeRefreshes.partFailures,
    })
    .from(nodeRefreshes)
    .where(
      and(
        nodeIds === null ? undefined : inArray(nodeRefreshes.nodeId, [...nodeIds]),
        or(
          inArray(nodeRefreshes.state, ["done", "unchanged"]),
          and(eq(nodeRefreshes.state, "failed"), ne(nodeRefreshes.partFailures, sql`'[]'::jsonb`)),
        ),
      ),
    )
    .orderBy(nodeRefreshes.nodeId, desc(nodeRefreshes.queuedAt));
  // The refresh service alone writes this column.
  const failures = rows.map(({ nodeId, partFailures }) => [nodeId, partFailures as PartFailure[]] as const);
  return new Map(failures.filter(([, parts]) => parts.length > 0));
}

/** By name; of these networks, or of all. */
export async function listNetworkFacts(
  db: Db,
  networkIds: readonly string[] | null = null,
): Promise<NetworkFacts[]> {
  return db
    .select({
      id: networks.id,
      vdcId: networks.vdcId,
      name: networks.name,
      subnet: networks.subnet,
      overlayRuleName: networks.overlayRuleName,
      nicTagName: networks.nicTagName,
      vxlanId: networks.vxlanId,
      vlanId: networks.vlanId,
      mtuBytes: networks.mtuBytes,
      updatedAt: networks.updatedAt,
    })
    .from(networks)
    .where(networkIds === null ? undefined : inArray(networks.id, [...networkIds]))
    .orderBy(asc(networks.name), asc(networks.id));
}

/** Ids that rest at `now`, by number. */
export async function listRests(db: Db, now: Date): Promise<Delegated["restingVxlans"]> {
  const rows = await db
    .select({ vxlanId: vxlans.vxlanId, restsUntil: vxlans.restsUntil })
    .from(vxlans)
    .where(gt(vxlans.restsUntil, now))
    .orderBy(asc(vxlans.vxlanId));
  return rows.flatMap(({ vxlanId, restsUntil }) => (restsUntil ? [{ vxlanId, restsUntil }] : []));
}
