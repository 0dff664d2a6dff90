import { and, eq, inArray, notExists, sql } from "drizzle-orm";
import type { VdcScope } from "#server/domain/access.ts";
import { type IdRange, intersectIdRanges, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import type { HeldIds } from "#server/domain/network/context.ts";
import type { Db } from "../client.ts";
import { vxlanDelegations } from "../schema/delegation.ts";
import { idRangesParam } from "../schema/id-ranges-column.ts";
import { networks, vxlans } from "../schema/network.ts";
import { type BlockRun, blockRuns, splitBlock } from "./vxlan-blocks.ts";

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

/**
 * Rows of ids that rest no longer go; to everybody they are free already. Fails rather than
 * wait while others write ids.
 */
export async function sweepRestedVxlans(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${vxlans} in share row exclusive mode nowait`);
    await tx.delete(vxlans).where(sql`${vxlans.restsUntil} <= now()`);
  });
}

type LookedAt = { vxlanId: number | null; overlayRuleName: string | null; exceptNetworkId: string | null };

/** What stands in this vDC's way of one id, without saying whose it is. One statement, so one moment. */
export async function findHeldVxlanIds(
  db: Db,
  { vdcId }: VdcScope,
  { vxlanId, overlayRuleName, exceptNetworkId }: LookedAt,
): Promise<Omit<HeldIds, "vlanIds">> {
  const isForeign = (isShared: boolean) =>
    sql<boolean>`exists (select 1 from network
        where vxlan_id = ${vxlanId} and vdc_id <> ${vdcId} and is_vxlan_shared = ${isShared})
      or exists (select 1 from vxlan_delegation
        where vxlan_ids @> ${vxlanId}::int and vdc_id <> ${vdcId} and is_shared = ${isShared})`;
  const [held] = await db
    .select({
      isExclusive: isForeign(false),
      isShared: isForeign(true),
      isResting: sql<boolean>`exists (select 1 from vxlan where vxlan_id = ${vxlanId} and rests_until > now())`,
      isUsed: sql<boolean>`exists (select 1 from network where vxlan_id = ${vxlanId})`,
      isOnOtherRule: sql<boolean>`exists (select 1 from network where vxlan_id = ${vxlanId}
        and overlay_rule_name <> ${overlayRuleName}::text and id is distinct from ${exceptNetworkId}::uuid)`,
    })
    .from(sql`(select 1) as moment`);
  if (!held) throw new Error("a select without conditions returned no row");
  const lookedAt = vxlanId === null ? [] : [{ first: vxlanId, last: vxlanId }];
  const when = (is: boolean) => (is ? lookedAt : []);
  return {
    lookedAtVxlanIds: lookedAt,
    exclusiveVxlanIds: when(held.isExclusive),
    sharedVxlanIds: when(held.isShared),
    restingVxlanIds: when(held.isResting),
    usedVxlanIds: when(held.isUsed),
    otherRuleVxlanIds: when(held.isOnOtherRule),
  };
}

/** Ids within `within` that were delegated to other vDCs, for themselves and to share. */
export async function findForeignVxlanDelegations(
  db: Db,
  { vdcId }: VdcScope,
  within: readonly IdRange[],
): Promise<Pick<HeldIds, "exclusiveVxlanIds" | "sharedVxlanIds">> {
  const ids = (isShared: boolean) =>
    sql<readonly IdRange[]>`coalesce(
      range_agg(vxlan_ids) filter (where is_shared = ${isShared}), '{}'::int4multirange)`.mapWith(
      vxlanDelegations.vxlanIds,
    );
  const [found] = await db
    .select({ exclusiveVxlanIds: ids(false), sharedVxlanIds: ids(true) })
    .from(vxlanDelegations)
    .where(sql`vxlan_ids && ${idRangesParam(within)} and vdc_id <> ${vdcId}`);
  if (!found) throw new Error("an aggregate returned no row");
  return found;
}

/** Every id that other vDCs use or were delegated, and every id that rests. It reads whole tables: for rare decisions. */
export async function listForeignVxlanIds(
  db: Db,
  { vdcId }: VdcScope,
): Promise<{ takenVxlanIds: readonly IdRange[]; restingVxlanIds: readonly IdRange[] }> {
  const idsOf = sql`range_agg(int4range(vxlan_id, vxlan_id, '[]'))`;
  const none = sql`'{}'::int4multirange`;
  const ranges = (ids: ReturnType<typeof sql>) =>
    sql<readonly IdRange[]>`${ids}`.mapWith(vxlanDelegations.vxlanIds);
  const [found] = await db
    .select({
      takenVxlanIds: ranges(sql`
        coalesce((select ${idsOf} from network where vdc_id <> ${vdcId} and vxlan_id is not null), ${none})
        + coalesce((select range_agg(vxlan_ids) from vxlan_delegation where vdc_id <> ${vdcId}), ${none})`),
      restingVxlanIds: ranges(sql`coalesce((select ${idsOf} from vxlan where rests_until > now()), ${none})`),
    })
    .from(sql`(select 1) as moment`);
  if (!found) throw new Error("a select without conditions returned no row");
  return found;
}

/** The first id of `ranges` that nobody uses and that does not rest; null when there is none. */
export async function findFirstFreeVxlanId(db: Db, ranges: readonly IdRange[]): Promise<number | null> {
  const rested = await findFirstRestedId(db, ranges);
  let runs = ranges.flatMap((range) => blockRuns(range));
  for (;;) {
    const found = await findBlockWithRoom(db, runs);
    if (!found) return rested;
    if (found.size === 1) return Math.min(found.block, rested ?? found.block);
    runs = splitBlock(found);
  }
}

/** Its row is still there, though it rests no longer. */
async function findFirstRestedId(db: Db, ranges: readonly IdRange[]): Promise<number | null> {
  // Without "offset 0" the smallest id is looked for through all ids from the smallest on.
  const rested = sql`(select vxlan_id from vxlan where rests_until <= now() offset 0) as rested`;
  const [row] = await db
    .select({ first: sql<number | null>`min(vxlan_id)` })
    .from(rested)
    .where(sql`vxlan_id <@ ${idRangesParam(ranges)}`);
  return row?.first ?? null;
}

async function findBlockWithRoom(
  db: Db,
  runs: readonly BlockRun[],
): Promise<{ size: number; block: number } | null> {
  const [found] = await db.select({ size: sql<number>`size`, block: sql<number>`block` }).from(
    sql`(
      select s.size, room.block
      from (
        select * from json_to_recordset(${JSON.stringify(runs)}::json) as r (size int, first int, last int)
        order by size * first
      ) s cross join lateral (
        (select g as block from generate_series(s.first, s.last) g where s.size > 1
          except select b.block from vxlan_block b
            where b.size = s.size and b.block between s.first and s.last and b.taken_count = s.size
          order by 1 limit 1)
        union all
        (select g from generate_series(s.first, s.last) g where s.size = 1
          except select v.vxlan_id from vxlan v where v.vxlan_id between s.first and s.last
          order by 1 limit 1)
      ) room
      order by s.size * s.first limit 1
    ) as found`,
  );
  return found ?? null;
}

/** First of the first `count` ids in a row, all within one of `ranges`, that nobody uses and that do not rest. */
export async function findFreeVxlanRun(
  db: Db,
  ranges: readonly IdRange[],
  count: number,
): Promise<number | null> {
  const start = await findFirstFreeVxlanId(db, ranges);
  if (start === null) return null;
  const rest = intersectIdRanges(ranges, [{ first: start, last: VXLAN_BOUNDS.last }]);
  const [found] = await db.select({ first: sql<number>`first` }).from(
    sql`(
      select run.first
      from (
        select * from json_to_recordset(${JSON.stringify(rest)}::json) as r (first int, last int)
        where last - first + 1 >= ${count} order by first
      ) o cross join lateral (
        select gap.first from (
          select coalesce(lag(id) over (order by id), o.first - 1) + 1 as first, id as "end"
          from (
            select vxlan_id as id from vxlan
            where vxlan_id between o.first and o.last and (rests_until is null or rests_until > now())
            union all select o.last + 1
          ) taken
        ) gap where gap."end" - gap.first >= ${count} order by gap."end" limit 1
      ) run
      order by o.first limit 1
    ) as found`,
  );
  return found?.first ?? null;
}
