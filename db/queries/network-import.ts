import { and, asc, eq, gt, inArray, notInArray, or, sql } from "drizzle-orm";
import type { VdcScope } from "#server/domain/access.ts";
import { type IdRange, unionIdRanges } from "#server/domain/id-range.ts";
import type { NetworkUse, VdcSituation } from "#server/domain/import/plan/network-situation.ts";
import type { NetworkValues } from "#server/domain/network/draft.ts";
import type { Db } from "../client.ts";
import { vlanDelegations, vxlanDelegations } from "../schema/delegation.ts";
import { networks, vxlans } from "../schema/network.ts";
import { users } from "../schema/user.ts";
import { chunks } from "./chunks.ts";

/** Networks of all other vDCs with these ids, on these tags or on these rules; whose they are is not told. */
export async function listOtherUses(
  db: Db,
  scopes: readonly VdcScope[],
  sought: {
    vxlanIds: readonly number[];
    nicTagNames: readonly string[];
    overlayRuleNames: readonly string[];
  },
): Promise<NetworkUse[]> {
  const rows = await db
    .select({
      overlayRuleName: networks.overlayRuleName,
      nicTagName: networks.nicTagName,
      vxlanId: networks.vxlanId,
      vlanId: networks.vlanId,
      isVxlanShared: networks.isVxlanShared,
      subnet: networks.subnet,
    })
    .from(networks)
    .where(
      and(
        notInArray(
          networks.vdcId,
          scopes.map(({ vdcId }) => vdcId),
        ),
        or(
          isOneOf(networks.vxlanId, sought.vxlanIds),
          inArray(networks.nicTagName, [...sought.nicTagNames]),
          inArray(networks.overlayRuleName, [...sought.overlayRuleNames]),
        ),
      ),
    );
  return rows.map((row) => ({ ...row, vdcId: null }));
}

export async function listRestingVxlanIds(db: Db, vxlanIds: readonly number[]): Promise<Set<number>> {
  const rows = await db
    .select({ vxlanId: vxlans.vxlanId })
    .from(vxlans)
    .where(and(isOneOf(vxlans.vxlanId, vxlanIds), gt(vxlans.restsUntil, sql`now()`)));
  return new Set(rows.map(({ vxlanId }) => vxlanId));
}

/** Of the whole cloud, in use or resting; whose they are is not told. */
export async function listTakenVxlanIds(db: Db): Promise<readonly IdRange[]> {
  const [row] = await db
    .select({
      ids: sql<
        readonly IdRange[]
      >`coalesce(range_agg(int4range(${vxlans.vxlanId}, ${vxlans.vxlanId}, '[]')), '{}'::int4multirange)`.mapWith(
        vxlanDelegations.vxlanIds,
      ),
    })
    .from(vxlans)
    .where(sql`${vxlans.restsUntil} is null or ${vxlans.restsUntil} > now()`);
  return row?.ids ?? [];
}

/** Ranges of all other vDCs together; whose they are is not told. */
export async function findForeignDelegations(
  db: Db,
  { vdcId }: VdcScope,
): Promise<Pick<VdcSituation, "foreignVxlanIds" | "foreignVlanIdsByTag">> {
  const rangesOf = (isShared: boolean) =>
    sql<readonly IdRange[]>`coalesce(range_agg(${vxlanDelegations.vxlanIds})
      filter (where ${vxlanDelegations.isShared} = ${isShared}), '{}'::int4multirange)`.mapWith(
      vxlanDelegations.vxlanIds,
    );
  const [foreign] = await db
    .select({ exclusive: rangesOf(false), shared: rangesOf(true) })
    .from(vxlanDelegations)
    .where(sql`${vxlanDelegations.vdcId} <> ${vdcId}`);
  const ofTags = await db
    .select({ nicTagName: vlanDelegations.nicTagName, vlanIds: vlanDelegations.vlanIds })
    .from(vlanDelegations)
    .where(sql`${vlanDelegations.nicTagName} is not null and ${vlanDelegations.vdcId} <> ${vdcId}`);
  const vlanIdsByTag = Map.groupBy(ofTags, ({ nicTagName }) => nicTagName ?? "");
  return {
    foreignVxlanIds: foreign ?? { exclusive: [], shared: [] },
    foreignVlanIdsByTag: new Map(
      [...vlanIdsByTag].map(([name, rows]) => [name, unionIdRanges(...rows.map(({ vlanIds }) => vlanIds))]),
    ),
  };
}

/** Nobody else changes these networks or their addresses until the transaction ends. */
export async function lockNetworksNamed(
  tx: Db,
  { vdcId }: VdcScope,
  names: readonly string[],
): Promise<void> {
  await tx
    .select({ id: networks.id })
    .from(networks)
    .where(
      and(
        eq(networks.vdcId, vdcId),
        sql`${networks.name} in (select json_array_elements_text(${JSON.stringify(names)}::json))`,
      ),
    )
    .orderBy(asc(networks.id))
    .for("update");
}

/** False when one of the ids rests. Holds the ids' rows until the transaction ends. */
export async function takeVxlans(tx: Db, vxlanIds: readonly number[]): Promise<boolean> {
  // In one order, so that two who take several never wait for each other.
  const ids = [...new Set(vxlanIds)].toSorted((a, b) => a - b);
  for (const part of chunks(ids)) {
    const taken = await tx
      .insert(vxlans)
      .values(part.map((vxlanId) => ({ vxlanId })))
      .onConflictDoUpdate({
        target: vxlans.vxlanId,
        set: { restsUntil: null, releasedByVdcId: null },
        setWhere: sql`${vxlans.restsUntil} is null or ${vxlans.restsUntil} <= now()`,
      })
      .returning({ vxlanId: vxlans.vxlanId });
    if (taken.length < part.length) return false;
  }
  return true;
}

export type NewNetwork = { scope: VdcScope; values: NetworkValues };

/** Ids in the order of the networks. As for one: `ownerId` may name nobody of ours. */
export async function insertNetworks(
  tx: Db,
  newNetworks: readonly NewNetwork[],
  ownerId: string,
  onDone: (count: number) => void,
): Promise<string[]> {
  const [owner] = await tx
    .select({ id: users.id })
    .from(users)
    .where(sql`${users.id}::text = ${ownerId}`);
  const ids: string[] = [];
  for (const part of chunks(newNetworks)) {
    const rows = part.map(({ scope, values }) => ({
      ...values,
      id: crypto.randomUUID(),
      vdcId: scope.vdcId,
      ownerUserId: owner?.id ?? null,
    }));
    await tx.insert(networks).values(rows);
    ids.push(...rows.map(({ id }) => id));
    onDone(ids.length);
  }
  return ids;
}

/** As one parameter, however many: a statement has room for 65 535. */
function isOneOf(column: typeof networks.vxlanId | typeof vxlans.vxlanId, ids: readonly number[]) {
  return sql`${column} = any(${`{${ids.join(",")}}`}::int[])`;
}
