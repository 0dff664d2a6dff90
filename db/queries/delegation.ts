import { and, asc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { AllVdcs, Scope, VdcScope } from "#server/domain/access.ts";
import type { Delegation } from "#server/domain/delegation.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import type { Db } from "../client.ts";
import { delegations, vlanDelegations, vxlanDelegations } from "../schema/delegation.ts";
import { networks } from "../schema/network.ts";
import { vdcs } from "../schema/vdc.ts";

type VdcDelegation = { vdcId: string; vdcName: string; delegation: Delegation; updatedAt: Date };

/** Until the transaction ends nobody else writes networks of this vDC or ranges of any. */
export async function lockDelegation(tx: Db, { vdcId }: VdcScope): Promise<void> {
  await tx
    .select({ vdcId: delegations.vdcId })
    .from(delegations)
    .where(eq(delegations.vdcId, vdcId))
    .for("update");
}

/** As `lockDelegation`, for several vDCs; always in the same order, so nobody waits in a circle. */
export async function lockDelegationsOf(
  tx: Db,
  scope: Scope | AllVdcs,
  vdcIds: readonly string[],
): Promise<void> {
  await tx
    .select({ vdcId: delegations.vdcId })
    .from(delegations)
    .where(
      and(
        inArray(delegations.vdcId, [...vdcIds]),
        scope.vdcId === null ? undefined : eq(delegations.vdcId, scope.vdcId),
      ),
    )
    .orderBy(asc(delegations.vdcId))
    .for("update");
}

/** Waits for everyone who holds a `lockDelegation` and keeps new ones waiting; reading goes on. */
export async function lockAllDelegations(tx: Db): Promise<void> {
  await tx.execute(sql`lock table ${delegations} in exclusive mode`);
}

/** Delegations of all vDCs in scope that are not retired, by vDC name. */
export async function listDelegations(
  db: Db,
  { vdcId }: Scope | AllVdcs,
  { exceptVdcId }: { exceptVdcId?: string } = {},
): Promise<VdcDelegation[]> {
  return selectDelegations(db, { vdcId, exceptVdcId });
}

/** The same of all vDCs, for work that nobody asked for. */
export async function listEveryDelegation(db: Db): Promise<VdcDelegation[]> {
  return selectDelegations(db, { vdcId: null });
}

async function selectDelegations(
  db: Db,
  { vdcId, exceptVdcId }: { vdcId: string | null; exceptVdcId?: string | undefined },
): Promise<VdcDelegation[]> {
  const rows = await db
    .select({
      vdcId: vdcs.id,
      vdcName: vdcs.name,
      isRestricted: delegations.isRestricted,
      networkCountMax: delegations.networkCountMax,
      updatedAt: delegations.updatedAt,
    })
    .from(delegations)
    .innerJoin(vdcs, eq(vdcs.id, delegations.vdcId))
    .where(
      and(
        isNull(vdcs.retiredAt),
        vdcId === null ? undefined : eq(vdcs.id, vdcId),
        exceptVdcId === undefined ? undefined : ne(vdcs.id, exceptVdcId),
      ),
    )
    .orderBy(asc(vdcs.name));
  const vxlanRows = await db
    .select()
    .from(vxlanDelegations)
    .where(vdcId === null ? undefined : eq(vxlanDelegations.vdcId, vdcId))
    .orderBy(asc(vxlanDelegations.vxlanIds), asc(vxlanDelegations.id));
  const vlanRows = await db
    .select()
    .from(vlanDelegations)
    .where(vdcId === null ? undefined : eq(vlanDelegations.vdcId, vdcId))
    .orderBy(asc(vlanDelegations.overlayRuleName), asc(vlanDelegations.nicTagName));
  const vxlansByVdcId = Map.groupBy(vxlanRows, (row) => row.vdcId);
  const vlansByVdcId = Map.groupBy(vlanRows, (row) => row.vdcId);
  return rows.map(({ vdcId, vdcName, isRestricted, networkCountMax, updatedAt }) => ({
    vdcId,
    vdcName,
    updatedAt,
    delegation: {
      isRestricted,
      networkCountMax,
      vxlanDelegations: (vxlansByVdcId.get(vdcId) ?? []).map(
        ({ overlayRuleNames, vxlanIds, sharedVlanIds }) => ({
          overlayRuleNames,
          vxlanIds,
          sharedVlanIds,
        }),
      ),
      vlanDelegations: (vlansByVdcId.get(vdcId) ?? []).map(({ overlayRuleName, nicTagName, vlanIds }) => ({
        overlayRuleName,
        nicTagName,
        vlanIds,
      })),
    },
  }));
}

/** null when the vDC does not exist or is retired. */
export async function findDelegation(db: Db, scope: VdcScope): Promise<VdcDelegation | null> {
  const [found] = await listDelegations(db, scope);
  return found ?? null;
}

export async function replaceDelegation(
  tx: Db,
  { vdcId }: VdcScope,
  { isRestricted, networkCountMax, ...rows }: Delegation,
): Promise<void> {
  await tx
    .update(delegations)
    .set({ isRestricted, networkCountMax, updatedAt: sql`now()` })
    .where(eq(delegations.vdcId, vdcId));
  await tx.delete(vxlanDelegations).where(eq(vxlanDelegations.vdcId, vdcId));
  await tx.delete(vlanDelegations).where(eq(vlanDelegations.vdcId, vdcId));
  const vxlanRows = rows.vxlanDelegations.map((row) => ({
    ...row,
    overlayRuleNames: row.overlayRuleNames && [...row.overlayRuleNames],
    vdcId,
  }));
  if (vxlanRows.length > 0) await tx.insert(vxlanDelegations).values(vxlanRows);
  const vlanRows = rows.vlanDelegations.map((row) => ({ ...row, vdcId }));
  if (vlanRows.length > 0) await tx.insert(vlanDelegations).values(vlanRows);
}

type NetworkInTheWay = {
  vdcId: string;
  name: string;
  overlayRuleName: string | null;
  nicTagName: string | null;
  vxlanId: number | null;
  vlanId: number;
  isVxlanShared: boolean;
};

/** Other vDCs' networks that have one of these ids or are on one of these tags; no more than `limit` of them. */
export async function listNetworksInTheWay(
  db: Db,
  _scope: AllVdcs,
  {
    exceptVdcId,
    vxlanIds,
    nicTagNames,
    limit,
  }: { exceptVdcId: string; vxlanIds: readonly IdRange[]; nicTagNames: readonly string[]; limit: number },
): Promise<NetworkInTheWay[]> {
  if (vxlanIds.length + nicTagNames.length === 0) return [];
  const ids = sql`${vxlanDelegations.vxlanIds.mapToDriverValue(vxlanIds)}::int4multirange`;
  return db
    .select({
      vdcId: networks.vdcId,
      name: networks.name,
      overlayRuleName: networks.overlayRuleName,
      nicTagName: networks.nicTagName,
      vxlanId: networks.vxlanId,
      vlanId: networks.vlanId,
      isVxlanShared: networks.isVxlanShared,
    })
    .from(networks)
    .where(
      and(
        ne(networks.vdcId, exceptVdcId),
        or(sql`${networks.vxlanId} <@ ${ids}`, inArray(networks.nicTagName, [...nicTagNames])),
      ),
    )
    .orderBy(asc(networks.vxlanId), asc(networks.name))
    .limit(limit);
}
