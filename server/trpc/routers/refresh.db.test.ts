import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { insertNode } from "#db/queries/node.ts";
import { writePdcSchedule } from "#db/queries/node-schedule.ts";
import {
  claimNodeRefresh,
  insertRefreshRun,
  listRefreshRuns,
  queueNodeRefreshes,
  sumEndedRuns,
  updateNodeRefresh,
} from "#db/queries/refresh.ts";
import { nodeRefreshes } from "#db/schema/refresh.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { contextOf } from "#server/trpc/testing/context.ts";
import { createCaller, router } from "../init.ts";
import { refreshRouter } from "./refresh.ts";

const callerOf = createCaller(router({ refresh: refreshRouter }));
const ENDED_AT = new Date("2026-03-01T12:00:00Z");

/** As `refreshNode` writes them: a long list of what changed, and commands of which some went wrong. */
const DIFFERENCES = Array.from({ length: 30 }, (_, at) => ({
  part: "vmVnics",
  kind: "added",
  subject: `net${at}`,
  sentence: `vNIC net${at} added.`,
}));
const SECTIONS = [
  { key: "sysinfo", exitCode: 0, milliseconds: 12 },
  { key: "dladm-show-overlay", exitCode: 1, milliseconds: 5 },
  { key: "netstat", exitCode: null, milliseconds: null },
];

describeOnEachDatabase("what is read of a run", (on) => {
  const operator = () => callerOf(contextOf(on.db, cloudActor())).refresh;
  let runId = "";

  beforeAll(async () => {
    const run = await insertRefreshRun(on.db, { trigger: "person", title: "7 nodes" });
    runId = run.id;
    for (const [at, name] of ["g", "c", "e", "a", "f", "b", "d"].entries()) {
      const { id } = await insertNode(on.db, { hostname: `run-${name}`, sshAddress: `10.68.0.${at}` });
      const { newIds } = await queueNodeRefreshes(on.db, runId, [id]);
      const refreshId = newIds[0] ?? "";
      if (name === "a")
        await updateNodeRefresh(on.db, refreshId, {
          ...{ state: "done", finishedAt: ENDED_AT, differences: DIFFERENCES, sections: SECTIONS },
        });
      if (name === "b" || name === "f")
        await updateNodeRefresh(on.db, refreshId, { state: "failed", failureCause: "time-out" });
    }
  });

  const namesOf = async (asked: { state?: "failed"; limit?: number } = {}) => {
    const names: string[][] = [];
    let cursor: { hostname: string; id: string } | null = null;
    do {
      const page: Awaited<ReturnType<ReturnType<typeof operator>["listNodes"]>> = await operator().listNodes({
        runId,
        ...asked,
        cursor,
      });
      names.push(page.nodeRefreshes.map(({ hostname }) => hostname.replace("run-", "")));
      cursor = page.nextCursor;
    } while (cursor);
    return names;
  };

  it("tells how many nodes are in which state, and when the last ended, without naming them", async () => {
    const run = await operator().byId({ runId });
    expect(run).toMatchObject({
      countByState: { queued: 4, done: 1, failed: 2, unchanged: 0 },
      lastFinishedAt: ENDED_AT,
    });
    expect(JSON.stringify(run)).not.toContain("run-");
  });

  it("lists runs newest first with their counts, an empty one too", async () => {
    const empty = await insertRefreshRun(on.db, { trigger: "schedule", title: "0 nodes" });
    const [latest, ...others] = await operator().list();
    expect(latest).toMatchObject({ id: empty.id, nodeCount: 0, inFlightCount: 0, finishedAt: null });
    expect(others.find(({ id }) => id === runId)).toMatchObject({
      ...{ title: "7 nodes", nodeCount: 7, inFlightCount: 4, failedCount: 2, changedCount: 1 },
      finishedAt: null,
    });
    const running = await listRefreshRuns(on.db, { limit: 50, isRunning: true });
    expect(running.map(({ id }) => id)).toContain(runId);
    expect(running.every(({ inFlightCount }) => inFlightCount > 0)).toBe(true);
  });

  it("lists an ended run as before once its sums are written down, and reads nothing of its nodes for that", async () => {
    const { id } = await insertRefreshRun(on.db, { trigger: "person", title: "ended" });
    const node = await insertNode(on.db, { hostname: "run-ended", sshAddress: "10.68.1.1" });
    const { newIds } = await queueNodeRefreshes(on.db, id, [node.id]);
    const listed = async () => (await operator().list()).find((run) => run.id === id);
    await sumEndedRuns(on.db, 50);
    expect(await listed()).toMatchObject({ inFlightCount: 1, finishedAt: null });
    await updateNodeRefresh(on.db, newIds[0] ?? "", { state: "failed", finishedAt: ENDED_AT });
    const before = await listed();
    expect(before).toMatchObject({ nodeCount: 1, failedCount: 1, inFlightCount: 0, finishedAt: ENDED_AT });
    await sumEndedRuns(on.db, 50);
    await on.db.delete(nodeRefreshes).where(eq(nodeRefreshes.id, newIds[0] ?? ""));
    expect(await listed()).toEqual(before);
  });

  it("lists its nodes by name, page by page, also those of one state", async () => {
    expect(await namesOf({ limit: 3 })).toEqual([["a", "b", "c"], ["d", "e", "f"], ["g"]]);
    expect(await namesOf({ state: "failed" })).toEqual([["b", "f"]]);
  });

  it("leaves the length of what changed and of the commands to who unfolds them", async () => {
    const [first] = (await operator().listNodes({ runId, limit: 1 })).nodeRefreshes;
    expect(first).toMatchObject({ differenceCount: 30, commandCount: 3, oddCommandCount: 2 });
    expect(first?.differences).toEqual(DIFFERENCES.slice(0, 7));
    const details = await operator().details({ nodeRefreshId: first?.id ?? "" });
    expect(details).toEqual({ differences: DIFFERENCES, sections: SECTIONS });
  });

  it("retries the nodes that failed in it, as they are named by the run", async () => {
    const retried = await operator().order({ selection: { kind: "failed-of-run", runId }, isRetry: true });
    expect(await operator().byId({ runId: retried.runId })).toMatchObject({
      trigger: "retry",
      title: "2 nodes",
    });
    const { nodeRefreshes } = await operator().listNodes({ runId: retried.runId });
    expect(nodeRefreshes.map(({ hostname }) => hostname)).toEqual(["run-b", "run-f"]);
    await expect(
      operator().order({ selection: { kind: "failed-of-run", runId: randomUUID() } }),
    ).rejects.toThrow("There is no such node to refresh.");
  });

  it("says that there is no such run or refresh, to people of one vDC whatever there is", async () => {
    await expect(operator().listNodes({ runId: randomUUID() })).rejects.toThrow("No such refresh.");
    await expect(operator().details({ nodeRefreshId: randomUUID() })).rejects.toThrow("No such refresh.");
    const [first] = (await operator().listNodes({ runId, limit: 1 })).nodeRefreshes;
    const member = callerOf(contextOf(on.db, vdcActor(randomUUID()))).refresh;
    const asked = [
      () => member.listNodes({ runId }),
      () => member.details({ nodeRefreshId: first?.id ?? "" }),
      () => member.order({ selection: { kind: "failed-of-run", runId } }),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("asks no more nodes of a PDC at a time than its schedule says, whoever takes them, and others beside", async () => {
    await writePdcSchedule(on.db, "thin", {
      ...{ refreshIntervalSeconds: null, refreshesAtOnceMax: 2, quietHours: null },
    });
    const run = await insertRefreshRun(on.db, { trigger: "person", title: "6 nodes" });
    const claimOf = async (pdcName: string, at: number) => {
      const row = { hostname: `${pdcName}-${at}`, sshAddress: `10.70.0.${at}`, hostKeyConfirmedAt: ENDED_AT };
      const { id } = await insertNode(on.db, { ...row, facts: { identity: { value: { pdcName } } } });
      const { newIds } = await queueNodeRefreshes(on.db, run.id, [id]);
      return () => claimNodeRefresh(on.db, newIds[0] ?? "", new Date());
    };
    const claims = [];
    for (const at of [1, 2, 3, 4, 5]) claims.push(await claimOf("thin", at));
    const elsewhere = await claimOf("thick", 6);
    const outcomes = await Promise.all([...claims, ...claims].map((claim) => claim()));
    expect(outcomes.filter((outcome) => typeof outcome === "object")).toHaveLength(2);
    expect(await elsewhere()).toMatchObject({ attempt: 1 });
  });
});
