import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { openWarnings } from "#db/queries/warning-findings.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createVdc, ensureOverlayRule } from "#db/testing/factories.ts";
import { takeVxlanBlock } from "#db/testing/vxlan-block.ts";
import type { Severity } from "#server/domain/warning.ts";
import { finding, nodeKey } from "#server/domain/warnings/finding.ts";
import { readHomeCounts } from "../../services/home-counts.ts";

describeOnEachDatabase("the counts beside the pages' names", (on) => {
  const cloudCounts = async () => {
    const counts = await readHomeCounts(on.db, cloudActor(), new Date());
    if (counts.kind !== "cloud") throw new Error("An operator's counts are about the cloud.");
    return counts;
  };
  const makeVdc = async () => {
    await ensureOverlayRule(on.db, { name: "customers" });
    const first = await takeVxlanBlock(on.db, 2);
    return createVdc(on.db, {
      overlayRuleName: "customers",
      vxlanIds: { first, last: first + 1 },
      vlanIds: { first: 0, last: 0 },
    });
  };
  const openNetworkWarning = (vdcId: string, severity: Severity) =>
    openWarnings(
      on.db,
      [
        finding("mtu-network-exceeds-rule", {
          subject: { kind: "network", key: `network:${randomUUID()}`, label: "web" },
          cause: "Its MTU is too large.",
          evidence: [],
          severity,
          vdcId,
        }),
      ],
      new Date(),
    );

  it("count what presses, and the nodes that could not be read", async () => {
    const before = await cloudCounts();
    const { id } = await makeVdc();
    await openNetworkWarning(id, "critical");
    await openNetworkWarning(id, "info");
    const unreachable = finding("node-unreachable", {
      subject: { kind: "node", key: nodeKey(randomUUID()), label: "n1" },
      cause: "It does not answer.",
      evidence: [],
    });
    await openWarnings(on.db, [unreachable], new Date());
    expect(await cloudCounts()).toEqual({
      kind: "cloud",
      warningCount: before.warningCount + 2,
      failedNodeCount: before.failedNodeCount + 1,
      openRequestCount: before.openRequestCount,
    });
  });

  it("tell a member of their own vDC and of no other", async () => {
    const [own, foreign] = [await makeVdc(), await makeVdc()];
    await openNetworkWarning(own.id, "warning");
    await openNetworkWarning(foreign.id, "critical");
    expect(await readHomeCounts(on.db, vdcActor(own.id), new Date())).toEqual({
      kind: "vdcs",
      vdcs: [{ vdcId: own.id, warningCount: 1 }],
    });
  });
});
