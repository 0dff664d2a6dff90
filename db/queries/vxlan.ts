import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import type { VdcScope } from "#server/domain/access.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import type { HeldIds } from "#server/domain/network/context.ts";
import type { Db } from "../client.ts";
import { vxlanDelegations } from "../schema/delegation.ts";
import { networks, vxlans } from "../schema/network.ts";

/** Whoever looks for a free VXLAN id holds this until the transaction ends, so that no two find the same. */
export async function lockFreeVxlans(tx: Db): Promise<void> {
  await tx.execute(sql`lock table ${vxlans} in share row exclusive mode`);
}

/**
 * False while the id rests, unless the vDC that let it go takes it back. Holds the id's row until the transaction ends.
 */
export async function takeVxlan(
  tx: Db,
  vxlanId: number,
  { takenBackBy = null }: { takenBackBy?: VdcScope | null } = {},
): Promise<boolean> {
  const taken = await tx
    .insert(vxlans)
    .values({ vxlanId })
    .onConflictDoUpdate({
      target: vxlans.vxlanId,
      set: { restsUntil: null, releasedAt: null, releasedByVdcId: null },
      setWhere: sql`${vxlans.restsUntil} is null or ${vxlans.restsUntil} <= now()
        or ${vxlans.releasedByVdcId} = ${takenBackBy?.vdcId ?? null}::uuid`,
    })
    .returning({ vxlanId: vxlans.vxlanId });
  return taken.length > 0;
}

/** True while it rests since this vDC let it go. */
export async function isVxlanReleasedBy(db: Db, { vdcId }: VdcScope, vxlanId: number): Promise<boolean> {
  const [row] = await db
    .select({ vxlanId: vxlans.vxlanId })
    .from(vxlans)
    .where(and(eq(vxlans.vxlanId, vxlanId), eq(vxlans.releasedByVdcId, vdcId)));
  return row !== undefined;
}

/** Ids that no network uses any more begin to rest. */
export async function releaseVxlans(
  tx: Db,
  { vdcId }: VdcScope,
  vxlanIds: readonly number[],
  restSeconds: number,
): Promise<void> {
  if (vxlanIds.length === 0) return;
  const users = tx.select({ id: networks.id }).from(networks).where(eq(networks.vxlanId, vxlans.vxlanId));
  await tx
    .update(vxlans)
    .set({
      restsUntil: sql`now() + make_interval(secs => ${restSeconds})`,
      releasedAt: sql`now()`,
      releasedByVdcId: vdcId,
    })
    .where(and(inArray(vxlans.vxlanId, [...vxlanIds]), notExists(users)));
}

type ChosenRule = { overlayRuleName: string | null; exceptNetworkId: string | null };

/** What stands in this vDC's way, without saying whose it is. One statement, so one moment. */
export async function findHeldVxlanIds(
  db: Db,
  { vdcId }: VdcScope,
  { overlayRuleName, exceptNetworkId }: ChosenRule,
): Promise<Omit<HeldIds, "vlanIds">> {
  const idsOf = sql`range_agg(int4range(vxlan_id, vxlan_id, '[]'))`;
  const none = sql`'{}'::int4multirange`;
  const ranges = (query: ReturnType<typeof sql>) =>
    sql<readonly IdRange[]>`coalesce((${query}), ${none})`.mapWith(vxlanDelegations.vxlanIds);
  const foreign = (isShared: boolean) =>
    ranges(sql`
      coalesce((select ${idsOf} from network
        where vdc_id <> ${vdcId} and vxlan_id is not null and is_vxlan_shared = ${isShared}), ${none})
      + coalesce((select range_agg(vxlan_ids) from vxlan_delegation
        where vdc_id <> ${vdcId} and is_shared = ${isShared}), ${none})`);
  const [held] = await db
    .select({
      exclusiveVxlanIds: foreign(false),
      sharedVxlanIds: foreign(true),
      restingVxlanIds: ranges(sql`select ${idsOf} from vxlan where rests_until > now()`),
      usedVxlanIds: ranges(sql`select ${idsOf} from network where vxlan_id is not null`),
      otherRuleVxlanIds: ranges(sql`
      select ${idsOf} from network
      where overlay_rule_name <> ${overlayRuleName}::text and id is distinct from ${exceptNetworkId}::uuid`),
    })
    .from(sql`(select 1) as moment`);
  if (!held) throw new Error("a select without conditions returned no row");
  return held;
}
