import { and, asc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { VdcScope } from "#server/domain/access.ts";
import { countIds, type IdRange, intersectIdRanges, mergeIdRanges } from "#server/domain/id-range.ts";
import type { Counted, UsedId } from "#server/domain/range-map.ts";
import type { Db } from "../client.ts";
import { idRangesParam } from "../schema/id-ranges-column.ts";
import { networks, vxlans } from "../schema/network.ts";
import { blockRuns } from "./vxlan-blocks.ts";

/** What a vDC may use of a rule. `overlayRuleName` null: whatever the rule. */
export type VxlanView = {
  overlayRuleName: string | null;
  allowed: readonly IdRange[];
  /** Allowed and delegated to nobody else. */
  open: readonly IdRange[];
  /** Shared with other vDCs, each having its own VLANs. */
  shared: readonly IdRange[];
};

const NAMES_PER_ID_MAX = 3;

const isInUse = or(isNull(vxlans.restsUntil), gt(vxlans.restsUntil, sql`now()`));
const isOnRule = (overlayRuleName: string | null) =>
  overlayRuleName === null ? undefined : eq(networks.overlayRuleName, overlayRuleName);

/** Counts of each cell; cells are in order and do not overlap. What they cost does not grow with the cloud's networks. */
export async function countVxlans(
  db: Db,
  scope: VdcScope,
  cells: readonly IdRange[],
  view: VxlanView,
): Promise<Counted[]> {
  const taken = await countTaken(db, cells, view.open);
  const own = await countOwn(db, scope, cells, view);
  const resting = await countOfVxlans(
    db,
    cells,
    sql`released_by_vdc_id = ${scope.vdcId} and rests_until > now() and vxlan_id <@ ${idRangesParam(view.open)}`,
  );
  const rested = await countOfVxlans(
    db,
    cells,
    sql`rests_until <= now() and vxlan_id <@ ${idRangesParam(view.open)}`,
  );
  const shared = await countSharedByOthers(db, scope, cells, view);
  return cells.map((cell, index) => ({
    idCount: countIds([cell]),
    allowedCount: countIds(intersectIdRanges([cell], view.allowed)),
    openCount: countIds(intersectIdRanges([cell], view.open)),
    takenCount: taken.get(index) ?? 0,
    restedCount: rested.get(index) ?? 0,
    sharedCount: shared.get(index) ?? 0,
    restingCount: resting.get(index) ?? 0,
    usedOpenCount: own.get(`${index} open`) ?? 0,
    usedHeldCount: own.get(`${index} held`) ?? 0,
    usedOutsideCount: own.get(`${index} outside`) ?? 0,
  }));
}

/** By blocks, and id by id only at the ends of ranges. */
async function countTaken(
  db: Db,
  cells: readonly IdRange[],
  open: readonly IdRange[],
): Promise<Map<number, number>> {
  const runs = cells.flatMap((cell, index) =>
    intersectIdRanges([cell], open).flatMap((range) => blockRuns(range).map((run) => ({ index, ...run }))),
  );
  const rows = await db
    .select({
      index: sql<number>`index`,
      count: sql<number>`sum(case when size = 1
        then (select count(*) from vxlan v where v.vxlan_id between runs.first and runs.last)
        else (select coalesce(sum(b.taken_count), 0) from vxlan_block b
          where b.size = runs.size and b.block between runs.first and runs.last)
      end)::int`,
    })
    .from(
      sql`json_to_recordset(${JSON.stringify(runs)}::json) as runs (index int, size int, first int, last int)`,
    )
    .groupBy(sql`index`);
  return new Map(rows.map(({ index, count }) => [index, count]));
}

/** Which cell `id` is in, as an index; 0-based. */
function cellIndex(cells: readonly IdRange[], id: ReturnType<typeof sql>) {
  const firsts = `{${cells.map(({ first }) => first).join(",")}}`;
  return sql<number>`width_bucket(${id}, ${firsts}::int[]) - 1`;
}

function isInCells(cells: readonly IdRange[], id: ReturnType<typeof sql>) {
  return sql`${id} between ${cells[0]?.first ?? 0} and ${cells.at(-1)?.last ?? 0}`;
}

async function countOwn(
  db: Db,
  { vdcId }: VdcScope,
  cells: readonly IdRange[],
  { overlayRuleName, allowed, open }: VxlanView,
): Promise<Map<string, number>> {
  const place = sql<string>`case when vxlan_id <@ ${idRangesParam(open)} then 'open'
    when vxlan_id <@ ${idRangesParam(allowed)} then 'held' else 'outside' end`;
  const own = db
    .selectDistinct({ vxlanId: networks.vxlanId })
    .from(networks)
    .where(and(eq(networks.vdcId, vdcId), isOnRule(overlayRuleName), isInCells(cells, sql`vxlan_id`)))
    .as("own");
  const rows = await db
    .select({
      index: cellIndex(cells, sql`vxlan_id`).as("index"),
      place: place.as("place"),
      count: sql<number>`count(*)::int`,
    })
    .from(own)
    .groupBy(sql`1, 2`);
  return new Map(rows.map(({ index, place: where, count }) => [`${index} ${where}`, count]));
}

async function countOfVxlans(
  db: Db,
  cells: readonly IdRange[],
  condition: ReturnType<typeof sql>,
): Promise<Map<number, number>> {
  const rows = await db
    .select({ index: cellIndex(cells, sql`vxlan_id`).as("index"), count: sql<number>`count(*)::int` })
    .from(vxlans)
    .where(and(condition, isInCells(cells, sql`vxlan_id`)))
    .groupBy(sql`1`);
  return new Map(rows.map(({ index, count }) => [index, count]));
}

/** Ids this vDC shares and does not use, that others use on the same rule: nothing stands in its way there. */
async function countSharedByOthers(
  db: Db,
  scope: VdcScope,
  cells: readonly IdRange[],
  view: VxlanView,
): Promise<Map<number, number>> {
  if (view.shared.length === 0) return new Map();
  const rows = await db
    .select({ index: cellIndex(cells, sql`vxlan_id`).as("index"), count: sql<number>`count(*)::int` })
    .from(sharedByOthers(db, scope, view).as("shared"))
    .where(isInCells(cells, sql`vxlan_id`))
    .groupBy(sql`1`);
  return new Map(rows.map(({ index, count }) => [index, count]));
}

function sharedByOthers(db: Db, { vdcId }: VdcScope, { overlayRuleName, open, shared }: VxlanView) {
  const within = idRangesParam(intersectIdRanges(open, shared));
  return db
    .selectDistinct({ vxlanId: networks.vxlanId })
    .from(networks)
    .where(
      and(
        networks.isVxlanShared,
        isOnRule(overlayRuleName),
        sql`vxlan_id <@ ${within} and not exists (
          select 1 from network mine where mine.vdc_id = ${vdcId} and mine.vxlan_id = network.vxlan_id)`,
      ),
    );
}

/** Ids of the vDC's networks on the rule, by id; of each a few names and how many there are. */
export async function listUsedVxlans(
  db: Db,
  { vdcId }: VdcScope,
  window: IdRange,
  overlayRuleName: string | null,
): Promise<UsedId[]> {
  return db
    .select({
      id: sql<number>`${networks.vxlanId}`,
      networkNames: sql<
        string[]
      >`(array_agg(${networks.name} order by ${networks.name}))[1:${sql.raw(String(NAMES_PER_ID_MAX))}]`,
      networkCount: sql<number>`count(*)::int`,
    })
    .from(networks)
    .where(and(eq(networks.vdcId, vdcId), isOnRule(overlayRuleName), isInCells([window], sql`vxlan_id`)))
    .groupBy(networks.vxlanId)
    .orderBy(asc(networks.vxlanId));
}

/** The first `limit` ids of the vDC's networks on the rule that are not among `allowed`. */
export async function listUsedVxlanIdsOutside(
  db: Db,
  { vdcId }: VdcScope,
  { overlayRuleName, allowed, limit }: Pick<VxlanView, "overlayRuleName" | "allowed"> & { limit: number },
): Promise<readonly IdRange[]> {
  const rows = await db
    .selectDistinct({ id: sql<number>`${networks.vxlanId}`.as("id") })
    .from(networks)
    .where(
      and(
        eq(networks.vdcId, vdcId),
        isOnRule(overlayRuleName),
        isNotNull(networks.vxlanId),
        sql`not ${networks.vxlanId} <@ ${idRangesParam(allowed)}`,
      ),
    )
    .orderBy(sql`id`)
    .limit(limit);
  return mergeIdRanges(rows.map(({ id }) => ({ first: id, last: id })));
}

/** Resting ids that were this vDC's own. */
export async function listRestingVxlans(
  db: Db,
  { vdcId }: VdcScope,
  window: IdRange,
): Promise<{ id: number; restsUntil: Date }[]> {
  const rows = await db
    .select({ id: vxlans.vxlanId, restsUntil: vxlans.restsUntil })
    .from(vxlans)
    .where(
      and(
        eq(vxlans.releasedByVdcId, vdcId),
        gt(vxlans.restsUntil, sql`now()`),
        isInCells([window], sql`vxlan_id`),
      ),
    )
    .orderBy(asc(vxlans.vxlanId));
  return rows.flatMap(({ id, restsUntil }) => (restsUntil ? [{ id, restsUntil }] : []));
}

/** Taken by whomever, but for shared ids that are in use by others only. For small windows. */
export async function listTakenVxlanIds(
  db: Db,
  scope: VdcScope,
  window: IdRange,
  view: VxlanView,
): Promise<readonly IdRange[]> {
  const shared = view.shared.length === 0 ? undefined : sharedByOthers(db, scope, view);
  const rows = await db
    .select({ id: vxlans.vxlanId })
    .from(vxlans)
    .where(
      and(
        isInUse,
        isInCells([window], sql`vxlan_id`),
        shared && sql`not (${vxlans.restsUntil} is null and ${vxlans.vxlanId} in ${shared})`,
      ),
    );
  return mergeIdRanges(rows.map(({ id }) => ({ first: id, last: id })));
}
