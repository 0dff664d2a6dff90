import { asc, inArray, sql } from "drizzle-orm";
import type { AllVdcs, VdcScope } from "#server/domain/access.ts";
import type { Delegation, Segment } from "#server/domain/delegation.ts";
import type { Db } from "../client.ts";
import { delegations, vlanDelegations, vxlanDelegations } from "../schema/delegation.ts";
import { networks } from "../schema/network.ts";
import { chunks } from "./chunks.ts";

/** Networks of the cloud by what ranges must leave room for. */
export async function listNetworkSegments(
  db: Db,
  _scope: AllVdcs,
): Promise<(Segment & { vdcId: string; name: string; isVxlanShared: boolean })[]> {
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
    .orderBy(asc(networks.name), asc(networks.id));
}

export type NewDelegation = { scope: VdcScope; delegation: Delegation };

/** All old ranges go before the first new one comes, so that ranges can move between vDCs. */
export async function replaceDelegations(tx: Db, replaced: readonly NewDelegation[]): Promise<void> {
  for (const part of chunks(replaced)) {
    const vdcIds = part.map(({ scope }) => scope.vdcId);
    await tx.delete(vxlanDelegations).where(inArray(vxlanDelegations.vdcId, vdcIds));
    await tx.delete(vlanDelegations).where(inArray(vlanDelegations.vdcId, vdcIds));
    const wholes = part.map(({ scope, delegation: { isRestricted, networkCountMax } }) => ({
      vdcId: scope.vdcId,
      isRestricted,
      networkCountMax,
    }));
    await tx
      .insert(delegations)
      .values(wholes)
      .onConflictDoUpdate({
        target: delegations.vdcId,
        set: {
          isRestricted: sql`excluded.is_restricted`,
          networkCountMax: sql`excluded.network_count_max`,
          updatedAt: sql`now()`,
        },
      });
  }
  const vxlanRows = replaced.flatMap(({ scope: { vdcId }, delegation }) =>
    delegation.vxlanDelegations.map((row) => ({
      ...row,
      overlayRuleNames: row.overlayRuleNames && [...row.overlayRuleNames],
      vdcId,
    })),
  );
  for (const part of chunks(vxlanRows)) await tx.insert(vxlanDelegations).values(part);
  const vlanRows = replaced.flatMap(({ scope: { vdcId }, delegation }) =>
    delegation.vlanDelegations.map((row) => ({ ...row, vdcId })),
  );
  for (const part of chunks(vlanRows)) await tx.insert(vlanDelegations).values(part);
}
