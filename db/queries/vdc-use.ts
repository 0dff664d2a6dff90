import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import type { Scope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { delegations, vxlanDelegations } from "../schema/delegation.ts";
import { networks, vxlans } from "../schema/network.ts";
import { vdcs } from "../schema/vdc.ts";

/** How much of what it was delegated a vDC uses. Ids that rest count as taken. */
export type VdcUse = {
  vdcId: string;
  vdcName: string;
  /** Hidden ones included: they hold their ids. */
  networkCount: number;
  /** null: no limit. */
  networkCountMax: number | null;
  /** False: it may use any id that no other vDC holds, and the two counts say nothing. */
  isRestricted: boolean;
  delegatedVxlanCount: number;
  takenVxlanCount: number;
};

/** vDCs of the scope by name; retired ones are found by nobody. */
export async function listVdcUse(db: Db, scope: Scope, now: Date): Promise<VdcUse[]> {
  const delegated = db
    .select({
      vdcId: vxlanDelegations.vdcId,
      ids: sql`range_agg(${vxlanDelegations.vxlanIds})`.as("ids"),
      exclusiveIds:
        sql`range_agg(${vxlanDelegations.vxlanIds}) filter (where not ${vxlanDelegations.isShared})`.as(
          "exclusive_ids",
        ),
      sharedIds: sql`range_agg(${vxlanDelegations.vxlanIds}) filter (where ${vxlanDelegations.isShared})`.as(
        "shared_ids",
      ),
    })
    .from(vxlanDelegations)
    .groupBy(vxlanDelegations.vdcId)
    .as("delegated");
  const held = db
    .select({ vdcId: networks.vdcId, networkCount: count().as("network_count") })
    .from(networks)
    .groupBy(networks.vdcId)
    .as("held");
  return db
    .select({
      vdcId: vdcs.id,
      vdcName: vdcs.name,
      networkCount: sql<number>`coalesce(${held.networkCount}, 0)::int`,
      networkCountMax: delegations.networkCountMax,
      isRestricted: sql<boolean>`coalesce(${delegations.isRestricted}, true)`,
      delegatedVxlanCount: sql<number>`coalesce((select sum(upper(r) - lower(r)) from unnest(${delegated.ids}) as r), 0)::int`,
      // Range by range, so that the ids are found through their index.
      // Of ids that several vDCs share, only own use counts: the others may still be used, and are nobody's business.
      takenVxlanCount: sql<number>`((select count(*) from unnest(${delegated.exclusiveIds}) as r join ${vxlans} on ${vxlans.vxlanId} >= lower(r) and ${vxlans.vxlanId} < upper(r) where (${vxlans.restsUntil} is null or ${vxlans.restsUntil} > ${now.toISOString()}::timestamptz)) + (select count(distinct n.vxlan_id) from unnest(${delegated.sharedIds}) as r join ${networks} n on n.vdc_id = ${vdcs.id} and n.vxlan_id >= lower(r) and n.vxlan_id < upper(r)))::int`,
    })
    .from(vdcs)
    .leftJoin(delegations, eq(delegations.vdcId, vdcs.id))
    .leftJoin(delegated, eq(delegated.vdcId, vdcs.id))
    .leftJoin(held, eq(held.vdcId, vdcs.id))
    .where(and(isNull(vdcs.retiredAt), scope.vdcId === null ? undefined : eq(vdcs.id, scope.vdcId)))
    .orderBy(asc(vdcs.name));
}
