import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import {
  endRests,
  listRestingVxlans as selectResting,
  type RestingVxlan,
} from "#db/queries/resting-vxlan.ts";
import { lockFreeVxlans } from "#db/queries/vxlan.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { requireVdc } from "./vdc.ts";

/** Of the whole cloud, with whose network used each last. */
export async function listRestingVxlans(
  db: Db,
  { scope }: Grant<"delegation:read", AllVdcs>,
): Promise<RestingVxlan[]> {
  return selectResting(db, scope);
}

/** Those the vDC's own networks used last; others' are not told. */
export async function listOwnRestingVxlans(
  db: Db,
  { scope }: Grant<"delegation:read", VdcScope>,
): Promise<Pick<RestingVxlan, "vxlanId" | "releasedAt" | "restsUntil">[]> {
  await requireVdc(db, scope);
  const resting = await selectResting(db, scope);
  return resting.map(({ vxlanId, releasedAt, restsUntil }) => ({ vxlanId, releasedAt, restsUntil }));
}

/** Gives the ids out before their time. Those that rest no longer are left as they are, and are not in the answer. */
export async function releaseEarly(
  db: Db,
  { actor, scope }: Grant<"delegation:manage", AllVdcs>,
  vxlanIds: readonly number[],
): Promise<{ releasedVxlanIds: number[] }> {
  return db.transaction(async (tx) => {
    await lockFreeVxlans(tx);
    const released = await endRests(tx, scope, vxlanIds);
    for (const { vxlanId, vdcId, restsUntil } of released) {
      await recordChange(tx, {
        actor,
        action: "vxlan.release-early",
        subjectKind: "vxlan",
        subjectId: String(vxlanId),
        subjectName: String(vxlanId),
        vdcId,
        before: { restsUntil },
        after: { restsUntil: null },
      });
    }
    for (const vdcId of new Set(released.map((row) => row.vdcId))) {
      await announce(tx, { topic: "vxlan", id: null, vdcId });
    }
    return { releasedVxlanIds: released.map(({ vxlanId }) => vxlanId) };
  });
}
