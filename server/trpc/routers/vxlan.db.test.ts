import { and, eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit.ts";
import { vxlans } from "#db/schema/network.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { takeVxlanBlock } from "#db/testing/vxlan-block.ts";
import type { Actor } from "#server/domain/access.ts";
import { contextOf, settingsWith } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { networkRouter } from "./network.ts";
import { vxlanRouter } from "./vxlan.ts";

const callerOf = createCaller(router({ vxlan: vxlanRouter, network: networkRouter }));

describeOnEachDatabase("resting VXLAN ids", (on) => {
  const as = (actor: Actor) =>
    callerOf(contextOf(on.db, actor, { settings: settingsWith({ vxlanRestSeconds: 3600 }) }));
  const operator = () => as(cloudActor());
  const draft = (vxlanId: number) => ({
    name: `net-${vxlanId}`,
    subnet: "10.0.0.0/24",
    overlayRuleName: "customers",
    vxlanId,
    vlanId: 0,
    allowOverlapInVdc: true,
  });
  /** A vDC whose first `count` ids rest: its networks had them and were deleted. */
  const vdcWithResting = async (count: number) => {
    const first = await takeVxlanBlock(on.db, 10);
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 9 },
      vlanIds: { first: 0, last: 0 },
    });
    const admin = as(vdcActor(vdc.id));
    for (let id = first; id < first + count; id += 1) {
      const { network } = await admin.network.create({ vdcId: vdc.id, draft: draft(id) });
      await admin.network.delete({ vdcId: vdc.id, networkId: network.id });
    }
    return { vdc, admin, first };
  };

  beforeAll(() => ensureOverlayRule(on.db, { name: "customers" }));

  it("are listed to operators with whose they were, and since and until when they rest", async () => {
    const { vdc, first } = await vdcWithResting(1);
    const found = (await operator().vxlan.listResting()).find(({ vxlanId }) => vxlanId === first);
    expect(found).toMatchObject({ vdcId: vdc.id, vdcName: vdc.name });
    expect((found?.restsUntil.getTime() ?? 0) - (found?.releasedAt?.getTime() ?? 0)).toBe(3_600_000);
  });

  it("are listed to a vDC only as far as they were its own, without names", async () => {
    const [own, other] = [await vdcWithResting(1), await vdcWithResting(1)];
    const listed = await own.admin.vxlan.listOwnResting({ vdcId: own.vdc.id });
    expect(listed.map(({ vxlanId }) => vxlanId)).toEqual([own.first]);
    expect(Object.keys(listed[0] ?? {}).toSorted()).toEqual(["releasedAt", "restsUntil", "vxlanId"]);
    const foreign = own.admin.vxlan.listOwnResting({ vdcId: other.vdc.id });
    await expect(foreign).rejects.toMatchObject({ code: "NOT_FOUND", message: "No such vDC." });
    await expect(own.admin.vxlan.listResting()).rejects.toMatchObject({ code: "NOT_FOUND" });
    const release = own.admin.vxlan.releaseEarly({ vxlanIds: [own.first] });
    await expect(release).rejects.toMatchObject({ code: "NOT_FOUND" });
    const auditor = as(cloudActor("auditor"));
    await expect(auditor.vxlan.releaseEarly({ vxlanIds: [own.first] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("can be released early, which is written down for each id", async () => {
    const { vdc, admin, first } = await vdcWithResting(2);
    const again = () => admin.network.create({ vdcId: vdc.id, draft: draft(first) });
    const answer = await operator().vxlan.releaseEarly({ vxlanIds: [first, first + 1, first + 5] });
    expect(answer.releasedVxlanIds).toEqual([first, first + 1]);
    await again();
    const events = await on.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.vdcId, vdc.id), eq(auditEvents.subjectKind, "vxlan")));
    expect(events.map(({ action, subjectName }) => `${action} ${subjectName}`).toSorted()).toEqual([
      `vxlan.release-early ${first}`,
      `vxlan.release-early ${first + 1}`,
    ]);
  });

  it("are left alone when a network has them again", async () => {
    const { vdc, admin, first } = await vdcWithResting(0);
    await admin.network.create({ vdcId: vdc.id, draft: draft(first) });
    expect(await operator().vxlan.releaseEarly({ vxlanIds: [first] })).toEqual({ releasedVxlanIds: [] });
    const [row] = await on.db.select().from(vxlans).where(eq(vxlans.vxlanId, first));
    expect(row).toMatchObject({ restsUntil: null });
  });

  it("released by several at once are released by exactly one of them", async () => {
    const { first } = await vdcWithResting(3);
    const vxlanIds = [first, first + 1, first + 2];
    const answers = await Promise.all(
      [vxlanIds, vxlanIds.toReversed(), vxlanIds].map((ids) =>
        operator().vxlan.releaseEarly({ vxlanIds: ids }),
      ),
    );
    expect(answers.flatMap(({ releasedVxlanIds }) => releasedVxlanIds).toSorted()).toEqual(vxlanIds);
  });
});
