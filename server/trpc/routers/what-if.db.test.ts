import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { enrolNodes } from "#db/testing/enrolled-nodes.ts";
import type { Actor } from "#server/domain/access.ts";
import { healthyNodes, RULE } from "#server/domain/testing/mesh-nodes.ts";
import type { ScenarioChange } from "#server/domain/what-if/scenario.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { whatIfRouter } from "./what-if.ts";

const callerOf = createCaller(router({ whatIf: whatIfRouter }));
const DRAFTS = [
  { number: 1, pdcName: "bru-1", place: 1 },
  { number: 2, pdcName: "prg-1", place: 2 },
  { number: 3, pdcName: "prg-1", place: 2 },
];
const RENAME: ScenarioChange = { kind: "rename-pdc", from: "prg-1", to: "bru-1" };

describeOnEachDatabase("what would be different", (on) => {
  const as = (actor: Actor | null) => callerOf(contextOf(on.db, actor));

  let nodes: Promise<string[]> | null = null;
  const nodeIds = () =>
    (nodes ??= enrolNodes(on.db, healthyNodes(DRAFTS), { now: new Date(), sshPortFirst: 41_000 }));

  it.each([
    { role: "operator" as const, vxlanId: 200 },
    { role: "auditor" as const, vxlanId: 201 },
  ])("is told to an $role, links, VMs and delegations", async ({ role, vxlanId }) => {
    await nodeIds();
    await ensureOverlayRule(on.db, { name: RULE });
    const vdc = await createVdc(on.db, {
      overlayRuleName: RULE,
      vxlanIds: { first: vxlanId, last: vxlanId },
      vlanIds: { first: 0, last: 0 },
    });
    const { whatIf } = as(cloudActor(role));
    const before = Date.now();
    const answer = await whatIf.judge({ changes: [RENAME] });
    expect(answer.encryption.lost).toMatchObject({ linkCount: 2, placeCount: 1 });
    expect(answer.touched).toMatchObject({ vmCount: 3 });
    expect(answer.judgedAt.getTime()).toBeGreaterThanOrEqual(before);
    const shrunk = await whatIf.judge({
      changes: [
        {
          kind: "change-delegation",
          vdcId: vdc.id,
          direction: "shrink",
          ids: "vxlan",
          ruleName: null,
          nicTagName: null,
          ranges: String(vxlanId),
        },
      ],
    });
    expect(shrunk.delegations).toMatchObject([{ vdcId: vdc.id, outsideCount: 0, conflicts: [] }]);
    expect(shrunk.encryption.lost.linkCount).toBe(0);
  });

  it("offers what there is to choose from", async () => {
    const [first = ""] = await nodeIds();
    const { whatIf } = as(cloudActor("auditor"));
    const options = await whatIf.listOptions();
    expect(options.pdcs).toEqual([
      { name: "bru-1", nodeCount: 1 },
      { name: "prg-1", nodeCount: 2 },
    ]);
    expect(options.rules).toMatchObject([{ name: RULE, nodeCount: 3, mtuBytes: 1392 }]);
    const { named, found } = await whatIf.searchNodes({ text: "prg", ids: [first] });
    expect(named.map(({ hostname }) => hostname)).toEqual(["cn1"]);
    expect(found.map(({ hostname }) => hostname)).toEqual(["cn2", "cn3"]);
  });

  it("leaves out what is gone and says so", async () => {
    await nodeIds();
    const answer = await as(cloudActor("auditor")).whatIf.judge({
      changes: [{ kind: "remove-node", nodeId: randomUUID() }, RENAME],
    });
    expect(answer.outcomes.map(({ isApplied }) => isApplied)).toEqual([false, true]);
    expect(answer.encryption.lost.linkCount).toBe(2);
  });

  it("is not found for members of a vDC, whatever they ask, and nobody who is not signed in", async () => {
    for (const role of ["network-admin", "viewer"] as const) {
      const { whatIf } = as(vdcActor(randomUUID(), role));
      for (const ask of [
        () => whatIf.judge({ changes: [RENAME] }),
        () => whatIf.judge({ changes: [] }),
        () => whatIf.listOptions(),
        () => whatIf.searchNodes({}),
      ]) {
        await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
    }
    await expect(as(null).whatIf.judge({ changes: [] })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
