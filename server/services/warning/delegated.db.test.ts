import { beforeAll, expect, it } from "vitest";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createUnrestrictedVdc, createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { takeVxlanBlock } from "#db/testing/vxlan-block.ts";
import { authorize } from "#server/domain/access.ts";
import { NetworkDraft } from "#server/domain/network/draft.ts";
import { settingsWith } from "#server/trpc/testing/context.ts";
import { setDelegation } from "../delegation/set-delegation.ts";
import { freshMesh } from "../mesh/mesh-source.ts";
import { createNetwork, deleteNetwork } from "../network/change-network.ts";
import { KeptWarnings } from "./kept-warnings.ts";
import { listWarningsOfVdc } from "./review-queue.ts";

const REST_SECONDS = 3600;
const settings = settingsWith({ vxlanRestSeconds: REST_SECONDS });
const START = new Date();
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

describeOnEachDatabase("warnings about what a vDC was delegated", (on) => {
  async function started() {
    const first = await takeVxlanBlock(on.db, 10);
    const vdc = await createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 1 },
      vlanIds: { first: 0, last: 0 },
    });
    const actor = vdcActor(vdc.id);
    const kept = new KeptWarnings({ db: on.db, settings, mesh: freshMesh({ db: on.db, settings }) });
    await kept.keepUp(START);
    const seen = async (id = vdc.id) => {
      const grant = authorize(vdcActor(id, "viewer"), id, "warning:read-own");
      const { warnings } = await listWarningsOfVdc(on.db, grant, { limit: 50, cursor: null }, START);
      return warnings.filter(({ code }) => code.startsWith("delegation-"));
    };
    return {
      ...vdc,
      first,
      seen,
      codes: async () => (await seen()).map(({ code }) => code).toSorted(),
      create: async (step: number) => {
        const draft = NetworkDraft.parse({
          name: `net-${step}`,
          subnet: `10.0.${step}.0/24`,
          overlayRuleName: "customers",
          vxlanId: first + step,
          vlanId: 0,
        });
        const made = await createNetwork(
          { db: on.db, settings },
          authorize(actor, vdc.id, "network:create"),
          draft,
        );
        return made.network.id;
      },
      remove: (id: string) =>
        deleteNetwork({ db: on.db, settings }, authorize(actor, vdc.id, "network:delete"), id),
      delegate: (vxlanIds: string) =>
        setDelegation(on.db, authorize(cloudActor(), vdc.id, "delegation:manage"), {
          draft: {
            isRestricted: true,
            networkCountMax: null,
            vxlanDelegations: [{ overlayRuleNames: ["customers"], vxlanIds, sharedVlanIds: null }],
            vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: "0" }],
          },
          markOutside: true,
        }),
      /** As when it was announced. */
      heard: async (topic: "network" | "delegation", id: string, seconds: number) => {
        kept.heard({ topic, id, vdcId: vdc.id });
        await kept.keepUp(later(seconds));
      },
      passed: (seconds: number) => kept.keepUp(later(seconds)),
    };
  }

  beforeAll(() => ensureOverlayRule(on.db, { name: "customers" }));

  it("come and go with networks, the rest of their ids and the ranges, and are seen by the vDC's own people alone", async () => {
    const vdc = await started();
    const other = await createUnrestrictedVdc(on.db);
    expect(await vdc.codes()).toEqual([]);

    await vdc.heard("network", await vdc.create(0), 1);
    expect(await vdc.codes()).toEqual([]);
    const second = await vdc.create(1);
    await vdc.heard("network", second, 1);
    expect(await vdc.codes()).toEqual(["delegation-nearly-exhausted"]);
    expect(await vdc.seen(other.id)).toEqual([]);

    await vdc.remove(second);
    await vdc.heard("network", second, 2);
    expect((await vdc.seen())[0]?.evidence[0]?.sentence).toBe(
      "2 of 2 VXLAN ids on customers are taken; 1 of them rests.",
    );
    await vdc.passed(REST_SECONDS + 60);
    expect(await vdc.codes()).toEqual([]);

    await vdc.delegate(`${vdc.first + 1}-${vdc.first + 9}`);
    await vdc.heard("delegation", vdc.id, REST_SECONDS + 61);
    expect(await vdc.codes()).toEqual(["delegation-network-outside"]);
    expect(await vdc.seen(other.id)).toEqual([]);

    await vdc.delegate(`${vdc.first}-${vdc.first + 9}`);
    await vdc.heard("delegation", vdc.id, REST_SECONDS + 62);
    expect(await vdc.codes()).toEqual([]);
  });
});
