import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { AllVdcs, Scope } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { vxlans } from "../schema/network.ts";
import { vdcs } from "../schema/vdc.ts";

export type RestingVxlan = {
  vxlanId: number;
  /** null: it was freed before this was kept. */
  releasedAt: Date | null;
  restsUntil: Date;
  /** Whose network used it last, retired vDCs included; null: not known. */
  vdcId: string | null;
  vdcName: string | null;
};

/** Ids no network uses any more and nobody is given yet; in one vDC only those it used last itself. */
export async function listRestingVxlans(db: Db, { vdcId }: Scope): Promise<RestingVxlan[]> {
  const rows = await db
    .select({
      vxlanId: vxlans.vxlanId,
      releasedAt: vxlans.releasedAt,
      restsUntil: vxlans.restsUntil,
      vdcId: vxlans.releasedByVdcId,
      vdcName: vdcs.name,
    })
    .from(vxlans)
    .leftJoin(vdcs, eq(vdcs.id, vxlans.releasedByVdcId))
    .where(
      and(gt(vxlans.restsUntil, sql`now()`), vdcId === null ? undefined : eq(vxlans.releasedByVdcId, vdcId)),
    )
    .orderBy(asc(vxlans.vxlanId));
  return rows.flatMap(({ restsUntil, ...row }) => (restsUntil ? [{ ...row, restsUntil }] : []));
}

/** Those of `vxlanIds` that rested until now. Whoever was faster ended the others' rest, or took them. */
export async function endRests(
  tx: Db,
  _scope: AllVdcs,
  vxlanIds: readonly number[],
): Promise<{ vxlanId: number; vdcId: string | null; restsUntil: Date | null }[]> {
  const resting = await tx
    .select({ vxlanId: vxlans.vxlanId, vdcId: vxlans.releasedByVdcId, restsUntil: vxlans.restsUntil })
    .from(vxlans)
    .where(and(inArray(vxlans.vxlanId, [...vxlanIds]), gt(vxlans.restsUntil, sql`now()`)))
    .orderBy(asc(vxlans.vxlanId))
    .for("update");
  if (resting.length === 0) return [];
  const ids = resting.map(({ vxlanId }) => vxlanId);
  await tx
    .update(vxlans)
    .set({ restsUntil: sql`now()` })
    .where(inArray(vxlans.vxlanId, ids));
  return resting;
}
