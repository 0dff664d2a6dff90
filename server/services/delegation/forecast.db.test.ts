import { and, eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit.ts";
import { delegations } from "#db/schema/delegation.ts";
import { vdcs } from "#db/schema/vdc.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { takeVxlanBlock } from "#db/testing/vxlan-block.ts";
import { authorize, authorizeCloud } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { NetworkDraft } from "#server/domain/network/draft.ts";
import { createNetwork, deleteNetwork, updateNetwork } from "../network/change-network.ts";
import { forecastOfVdc, listSoonest } from "./forecast.ts";

const NOW = new Date();
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000 - 3_600_000);
const settings = { vxlanRestSeconds: 0, staleAfterSeconds: 900, publicAddressExceptions: [] };

describeOnEachDatabase("the forecast of a vDC", (on) => {
  const deps = () => ({ db: on.db, settings });
  const newVdc = async (networkCountMax: number | null = 20) => {
    const first = await takeVxlanBlock(on.db, 20);
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 9 },
      vlanIds: { first: 0, last: 9 },
      networkCountMax,
    });
    await on.db
      .update(vdcs)
      .set({ createdAt: daysAgo(200) })
      .where(eq(vdcs.id, vdc.id));
    const actor = vdcActor(vdc.id);
    const at = async (subjectId: string, action: string, days: number) => {
      const isIt = and(eq(auditEvents.subjectId, subjectId), eq(auditEvents.action, action));
      await on.db
        .update(auditEvents)
        .set({ at: daysAgo(days) })
        .where(isIt);
    };
    let networkNumber = 0;
    const draftOf = (name: string, vxlanId: number, vlanId: number) =>
      NetworkDraft.parse({
        name,
        subnet: `10.0.${networkNumber}.0/24`,
        overlayRuleName: "customers",
        vxlanId,
        vlanId,
      });
    return {
      ...vdc,
      first,
      create: async (vxlanId: number, days: number, vlanId = 0) => {
        networkNumber += 1;
        const draft = draftOf(`net-${networkNumber}`, vxlanId, vlanId);
        const { network } = await createNetwork(deps(), authorize(actor, vdc.id, "network:create"), draft);
        await at(network.id, "network.create", days);
        return { id: network.id, draft };
      },
      move: async ({ id, draft }: { id: string; draft: NetworkDraft }, vxlanId: number, days: number) => {
        const grant = authorize(actor, vdc.id, "network:update");
        await updateNetwork(deps(), grant, id, { ...draft, vxlanId });
        await at(id, "network.update", days);
      },
      remove: async (id: string, days: number) => {
        await deleteNetwork(deps(), authorize(actor, vdc.id, "network:delete"), id);
        await at(id, "network.delete", days);
      },
      read: () => forecastOfVdc(on.db, authorize(actor, vdc.id, "delegation:read"), NOW),
    };
  };
  const seriesOf = (outlooks: Awaited<ReturnType<typeof forecastOfVdc>>, ruleName: string | null) =>
    outlooks.find(({ overlayRuleName }) => overlayRuleName === ruleName)?.takenByDay ?? [];

  beforeAll(() => ensureOverlayRule(on.db, { name: "customers" }));

  it("follows networks and ids back through the audit trail", async () => {
    const vdc = await newVdc();
    const old = await vdc.create(vdc.first, 120);
    const gone = await vdc.create(vdc.first + 1, 80);
    const same = await vdc.create(vdc.first, 60, 5);
    await vdc.remove(gone.id, 50);
    await vdc.move(old, vdc.first + 2, 20);
    await vdc.create(vdc.first + 3, 10);
    expect(same.id).not.toBe(old.id);
    const outlooks = await vdc.read();
    const networks = seriesOf(outlooks, null);
    const ids = seriesOf(outlooks, "customers");
    // Days ago: 85, 70, 55, 30, 15 and now.
    const at = (series: readonly number[]) => [85, 70, 55, 30, 15, 0].map((days) => series.at(-1 - days));
    expect(at(networks)).toEqual([1, 2, 3, 2, 2, 3]);
    expect(at(ids)).toEqual([1, 2, 2, 1, 2, 3]);
    expect(outlooks.map(({ capacity }) => capacity)).toEqual([20, 10]);
  });

  it("says when the ids are used up, and names what runs out first to operators", async () => {
    const vdc = await newVdc();
    for (let id = 0; id < 6; id += 1) await vdc.create(vdc.first + id, 80 - id * 10);
    const forecast = (await vdc.read()).find(({ overlayRuleName }) => overlayRuleName)?.forecast;
    expect(forecast).toEqual({ kind: "full-in", weeks: 9, growth: 6, days: 90 });
    const cloud = authorizeCloud(cloudActor("auditor"), "delegation:read");
    const all = await listSoonest(on.db, cloud, NOW);
    const soonest = all.find(({ vdcId }) => vdcId === vdc.id);
    expect(soonest).toEqual({ vdcId: vdc.id, overlayRuleName: "customers", capacity: 10, forecast });
    expect(await listSoonest(on.db, cloud, NOW, [vdc.id])).toEqual([soonest]);
    expect(await listSoonest(on.db, cloud, NOW, [])).toEqual([]);
  });

  it("tells a young vDC that it is too early, and one without ranges and limit nothing", async () => {
    const vdc = await newVdc(null);
    await on.db
      .update(vdcs)
      .set({ createdAt: daysAgo(9) })
      .where(eq(vdcs.id, vdc.id));
    expect((await vdc.read()).map(({ forecast }) => forecast)).toEqual([
      { kind: "too-little-history", days: 9 },
    ]);
    await on.db.update(delegations).set({ isRestricted: false }).where(eq(delegations.vdcId, vdc.id));
    expect(await vdc.read()).toEqual([]);
  });

  it("is the same whatever other vDCs do, and theirs is not found", async () => {
    const [own, other] = [await newVdc(), await newVdc()];
    await own.create(own.first, 40);
    const before = await own.read();
    for (let id = 0; id < 5; id += 1) await other.create(other.first + id, 30);
    expect(await own.read()).toEqual(before);
    const foreign = () => authorize(vdcActor(own.id), other.id, "delegation:read");
    expect(foreign).toThrow(DomainError);
  });
});
