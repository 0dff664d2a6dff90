import { beforeAll, beforeEach, expect, it } from "vitest";
import { insertNode, updateNode } from "#db/queries/node.ts";
import {
  claimNodeRefresh,
  findRefreshRun,
  listNodeRefreshesOfNode,
  updateNodeRefresh,
} from "#db/queries/refresh.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { enrolNodes } from "#db/testing/enrolled-nodes.ts";
import type { RefreshJob } from "#server/domain/refresh-job.ts";
import { healthyNodes, RULE } from "#server/domain/testing/mesh-nodes.ts";
import { orderAfterApply } from "./order-after-apply.ts";
import { orderScheduledRefresh } from "./order-refresh.ts";

const READ_AT = new Date("2026-03-01T12:00:00Z");
const secondsLater = (seconds: number) => new Date(READ_AT.getTime() + seconds * 1000);
const NO_SCHEDULE = {
  staleAfterSeconds: 900,
  refreshIntervalSeconds: 0,
  publicAddressExceptions: [],
  vxlanRestSeconds: 0,
  isDemoFleet: false,
};

describeOnEachDatabase("a refresh after an apply", (on) => {
  const jobs: RefreshJob[] = [];
  const refreshQueue = { enqueue: async (queued: readonly RefreshJob[]) => void jobs.push(...queued) };
  let hostnames: string[] = [];
  let ids: string[] = [];
  const told = (report: Parameters<typeof orderAfterApply>[1], seconds = 60) =>
    orderAfterApply({ db: on.db, refreshQueue }, report, secondsLater(seconds));
  /** Ends what is queued, as if each node had been read beginning at that instant. */
  const readAll = async (startedAt: Date) => {
    for (const { nodeRefreshId } of jobs.splice(0)) {
      const claimed = await claimNodeRefresh(on.db, nodeRefreshId, startedAt);
      if (typeof claimed === "string") continue;
      await updateNodeRefresh(on.db, nodeRefreshId, { state: "unchanged", finishedAt: startedAt });
      await updateNode(on.db, claimed.nodeId, {
        factsObservedAt: startedAt,
        lastRefreshFinishedAt: startedAt,
      });
    }
  };

  beforeAll(async () => {
    const nodes = healthyNodes([
      { number: 1, pdcName: "apply-1", place: 1 },
      { number: 2, pdcName: "apply-1", place: 1 },
      { number: 3, pdcName: "apply-2", place: 2 },
    ]);
    ids = await enrolNodes(on.db, nodes, { now: READ_AT, sshPortFirst: 24_100 });
    hostnames = nodes.map(({ hostname }) => hostname);
    await insertNode(on.db, { hostname: "unconfirmed", sshAddress: "10.98.0.1" });
  });
  beforeEach(() => readAll(secondsLater(99)));

  it.each([
    {
      what: "of these names",
      report: { hostnames: ["cn1", "cn3"] },
      title: "2 nodes after an apply",
      meant: [0, 2],
    },
    {
      what: "of one name",
      report: { hostnames: ["cn2"] },
      title: "cn2 after an apply",
      meant: [1],
    },
    { what: "of a PDC", report: { pdcName: "apply-1" }, title: "PDC apply-1 after an apply", meant: [0, 1] },
    {
      what: "that carry a rule",
      report: { overlayRuleName: RULE },
      title: `Carriers of the overlay rule ${RULE} after an apply`,
      meant: [0, 1, 2],
    },
  ])("reads the nodes $what before all that the schedule wants", async ({ report, title, meant }) => {
    const { runId, ...said } = await told(report);
    expect(said).toEqual({ nodeCount: meant.length, pausedCount: 0, unknownHostnames: [] });
    expect(await findRefreshRun(on.db, runId)).toMatchObject({
      trigger: "apply",
      title,
      orderedByName: null,
    });
    expect(jobs.map(({ isUrgent }) => isUrgent)).toEqual(meant.map(() => true));
    const waiting = await Promise.all(ids.map((id) => listNodeRefreshesOfNode(on.db, id, 1)));
    const isQueued = waiting.map(([refresh]) => refresh?.state === "queued");
    expect(isQueued).toEqual(ids.map((_, position) => meant.includes(position)));
  });

  it("reads a node once more that was being read at that moment, and then no more", async () => {
    await told({ hostnames: ["cn1"] }, 100);
    const [job] = jobs.splice(0);
    const nodeRefreshId = job?.nodeRefreshId ?? "";
    await claimNodeRefresh(on.db, nodeRefreshId, secondsLater(101));
    await told({ hostnames: ["cn1"] }, 102);
    await updateNodeRefresh(on.db, nodeRefreshId, { state: "unchanged", finishedAt: secondsLater(103) });
    await updateNode(on.db, ids[0] ?? "", { factsObservedAt: secondsLater(101) });
    jobs.length = 0;
    const schedule = (seconds: number) =>
      orderScheduledRefresh({ db: on.db, refreshQueue, settings: NO_SCHEDULE }, secondsLater(seconds));
    await schedule(110);
    expect(jobs).toHaveLength(1);
    await readAll(secondsLater(111));
    await schedule(170);
    expect(jobs).toEqual([]);
  });

  it("says which names it does not know, and refuses what means no node or only paused ones", async () => {
    const some = await told({ hostnames: ["cn1", "nobody", "unconfirmed"] });
    expect(some).toMatchObject({ nodeCount: 1, unknownHostnames: ["nobody", "unconfirmed"] });
    for (const report of [{ hostnames: ["nobody"] }, { pdcName: "apply-9" }, { overlayRuleName: "none" }])
      await expect(told(report)).rejects.toThrow("No confirmed node is meant by this.");
    await updateNode(on.db, ids[2] ?? "", { pausedUntil: secondsLater(3600) });
    await expect(told({ pdcName: "apply-2" })).rejects.toThrow("These nodes are paused");
    expect(await told({ hostnames: hostnames })).toMatchObject({ nodeCount: 2, pausedCount: 1 });
    await updateNode(on.db, ids[2] ?? "", { pausedUntil: null });
  });
});
