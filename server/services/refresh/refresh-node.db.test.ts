import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Fleet, startFleet } from "../../../e2e/fleet/fleet.ts";
import { demoNodes } from "../../../e2e/fleet/demo.ts";
import { clientKeyPair } from "../../../e2e/fleet/testing/ssh-client.ts";
import type { FleetFault } from "../../../e2e/fleet/fault.ts";
import { findNodeRow, listNodes, updateNode } from "#db/queries/node.ts";
import {
  endUnchangedRefresh,
  listNodeRefreshesOfNode,
  REFRESH_CANCELLED_CHANNEL,
} from "#db/queries/refresh.ts";
import { cloudActor, vdcActor } from "#db/testing/actor.ts";
import { describeOnEachDatabase } from "#db/testing/database.ts";
import { createNode } from "#db/testing/factories.ts";
import { RUN_LIMITS, type RunLimits } from "#server/adapters/ssh/run-limits.ts";
import { listNodesById, type NodeVersion } from "#db/queries/node-version.ts";
import { runOnNode, type RunResult } from "#server/adapters/ssh/run-on-node.ts";
import { authorizeCloud } from "#server/domain/access.ts";
import type { ShownHostKey } from "#server/domain/host-key.ts";
import type { RefreshFailureCause } from "#server/domain/node.ts";
import type { RefreshState, RefreshStateInFlight } from "#server/domain/refresh-state.ts";
import type { RefreshJob } from "#server/domain/refresh-job.ts";
import { retryDelaySeconds } from "#server/domain/refresh-retry.ts";
import type { RefreshQueue } from "../refresh-queue.ts";
import { cancelRun } from "./cancel-refresh.ts";
import { maintainRefreshes } from "./maintain-refreshes.ts";
import { orderRefresh, orderScheduledRefresh } from "./order-refresh.ts";
import { listNodesOfRun, nodeRefreshDetails } from "./read-refreshes.ts";
import { type RefreshDeps, refreshNode } from "./refresh-node.ts";
import { readProbeRings } from "./kept-probe-rings.ts";
import { RefreshesInProgress } from "./refreshes-in-progress.ts";

const LIMITS: RunLimits = {
  ...RUN_LIMITS,
  outputBytesMax: 1024 * 1024,
};
const SETTINGS = {
  staleAfterSeconds: 900,
  refreshIntervalSeconds: 0,
  vxlanRestSeconds: 86_400,
  publicAddressExceptions: ["203.0.113.0/24"],
  isDemoFleet: true,
};

/** For nodes that keep us waiting; the others are given all the time they need. */
const IMPATIENT: RunLimits = { ...LIMITS, handshakeSecondsMax: 0.5, idleSecondsMax: 0.5 };
const WAITED_FOR: readonly (FleetFault | null)[] = ["silent", "hang", "drip"];

const keys = clientKeyPair();
let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ nodes: demoNodes.slice(0, 2), clientPublicKey: keys.public, firstPort: 0 });
});
afterAll(() => fleet.close());

type Asked = Parameters<RefreshDeps["runOnNode"]>;
type Said = { hostKey: ShownHostKey | null; mark: string; ended: { result: RunResult } | { error: unknown } };

const markOf = (script: string) => /^M='([0-9a-f]+)'/m.exec(script)?.[1] ?? "";

async function askOverSsh([endpoint, script, during]: Asked): Promise<RunResult> {
  const limits = WAITED_FOR.includes(fleet.fault("bts01")) ? IMPATIENT : LIMITS;
  return runOnNode(endpoint, { privateKey: keys.private }, script, limits, during);
}

const saidBefore = new Map<string, Promise<Said>>();

/** What the node says in one state is asked over SSH once, and repeated with the mark of each further refresh. */
async function ask(...asked: Asked): Promise<RunResult> {
  const [{ pinnedFingerprint, port }, script, { onConnected }] = asked;
  const states = [fleet.fault("bts01"), fleet.state("bts01"), fleet.state("bts02")];
  const state = JSON.stringify([...states, pinnedFingerprint, port]);
  const isFirst = !saidBefore.has(state);
  if (isFirst) saidBefore.set(state, record(asked));
  const said = await saidBefore.get(state);
  if (!said) throw new Error("the node was not asked");
  if (!isFirst && said.hostKey) onConnected(said.hostKey);
  if ("error" in said.ended) throw said.ended.error;
  const { output, exitCode } = said.ended.result;
  const clockSeconds = Math.floor(Date.now() / 1000) + fleet.state("bts01").trouble.clockSecondsAhead;
  const now = output.replace(/(?<= begin clock\n)\d+/, String(clockSeconds));
  return { output: now.replaceAll(said.mark, markOf(script)), exitCode };
}

async function record([endpoint, script, during, keyFingerprint]: Asked): Promise<Said> {
  const connected: { hostKey: ShownHostKey | null } = { hostKey: null };
  const onConnected = (hostKey: ShownHostKey) => {
    connected.hostKey = hostKey;
    during.onConnected(hostKey);
  };
  const ended = await askOverSsh([endpoint, script, { ...during, onConnected }, keyFingerprint]).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  return { ...connected, mark: markOf(script), ended };
}

describeOnEachDatabase("refreshing a node", (on) => {
  let nodeId = "";
  const grant = authorizeCloud(cloudActor(), "node:refresh");

  afterEach(() => fleet.setFault("bts01", null));

  const deps = (): RefreshDeps => ({
    db: on.db,
    fingerprintSalt: "salt",
    now: () => new Date(),
    runOnNode: ask,
    refreshQueue,
    inProgress: new RefreshesInProgress(),
    probeRings: () => readProbeRings(on.db),
    retryDelaySeconds: () => null,
  });

  const enqueued: string[] = [];
  const jobs: RefreshJob[] = [];
  const refreshQueue: RefreshQueue = {
    enqueue: async (some) => {
      jobs.push(...some);
      enqueued.push(...some.map(({ nodeRefreshId }) => nodeRefreshId));
    },
  };

  /** A node nothing is known of, at the address of the one before. */
  async function enrolAnew() {
    for (const { id } of await listNodes(on.db)) {
      await updateNode(on.db, id, { sshAddress: `retired-${id}`, nodeUuid: null });
    }
    const { port, hostKeyFingerprint } = fleet.node("bts01");
    ({ id: nodeId } = await createNode(on.db, { hostname: "enrolled", sshPort: port, hostKeyFingerprint }));
    enqueued.length = 0;
  }
  beforeAll(enrolAnew);

  /** Orders and runs one refresh of the node, and tells how it ended. */
  async function refresh() {
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    const { runId } = await orderRefresh(
      order,
      grant,
      { selection: { kind: "nodes", nodeIds: [nodeId] } },
      new Date(),
    );
    for (const id of enqueued.splice(0)) await refreshNode(deps(), id);
    const reads = authorizeCloud(cloudActor(), "refresh:read");
    const { nodeRefreshes } = await listNodesOfRun(on.db, reads, { runId, limit: 1, cursor: null });
    const [result] = nodeRefreshes;
    if (!result) throw new Error("the run has no node");
    return { ...result, ...(await nodeRefreshDetails(on.db, reads, result.id)) };
  }

  const factsNow = async () => (await listNodes(on.db)).find(({ id }) => id === nodeId)?.facts ?? null;

  it("stores what the node reports, with its age, and says what changed", async () => {
    await enrolAnew();
    const first = await refresh();
    expect(first).toMatchObject({ state: "done", hostname: "bts01", failureCause: null, partFailures: [] });
    const facts = await factsNow();
    expect(facts?.identity?.value).toMatchObject({ hostname: "bts01", pdcName: "bratislava-1" });
    expect(facts?.vmVnics?.value).toHaveLength(4);
    expect(facts?.overlayRules?.value.map(({ name }) => name).toSorted()).toEqual([
      "adminoverlay",
      "customers",
      "storage",
    ]);
    expect((await refresh()).state).toBe("unchanged");
  });

  it("writes nothing but ages when everything is as it was", async () => {
    await refresh();
    const before = await findNodeRow(on.db, nodeId);
    expect((await refresh()).state).toBe("unchanged");
    const after = await findNodeRow(on.db, nodeId);
    expect(after?.factsVersion).toBe(before?.factsVersion);
    expect(after?.facts).toEqual(before?.facts);
    const earlierMs = before?.factsObservedAt?.getTime() ?? Infinity;
    expect(after?.factsObservedAt?.getTime()).toBeGreaterThan(earlierMs);
    expect((await factsNow())?.vmVnics?.observedAt.getTime()).toBeGreaterThan(earlierMs);
    expect(after?.adminAddress).toMatch(/^10\./);
  });

  it("names each change in a sentence and keeps the earlier snapshot", async () => {
    await refresh();
    await fleet.update("bts01", (state) => {
      state.pdcName = "bratislava-2";
    });
    const changed = await refresh();
    await fleet.update("bts01", (state) => {
      state.pdcName = "bratislava-1";
    });
    expect(changed.state).toBe("done");
    expect(changed.differences.map(({ sentence }) => sentence).join(" ")).toContain("bratislava-2");
  });

  it.each<[FleetFault, RefreshFailureCause, RefreshStateInFlight, RegExp]>([
    ["refuse-connection", "unreachable", "connecting", /the connection was refused/],
    ["silent", "time-out", "connecting", /did not complete the SSH handshake in time/],
    ["hang", "time-out", "collecting", /was silent for .* while answering/],
    ["drop", "connection-lost", "collecting", /was lost while it answered/],
    ["drip", "time-out", "collecting", /did not finish answering within|was silent for/],
    ["flood", "output-too-large", "collecting", /sent more than/],
    ["truncated-json", "unparsable", "parsing", /cannot be read: .*JSON/],
    ["empty-output", "unparsable", "parsing", /answer ended before “\/usr\/bin\/sysinfo/],
    ["changed-host-key", "host-key-changed", "connecting", /instead of the confirmed SHA256:/],
    ["changed-uuid", "identity-changed", "parsing", /another machine answers here/],
  ])(
    "survives the fault %s: it fails as %s while %s, says why and what to do, and every earlier fact stays",
    async (fault, cause, step, words) => {
      await refresh();
      const before = await factsNow();
      await fleet.setFault("bts01", fault);
      const failed = await refresh();
      expect(failed).toMatchObject({ state: "failed", failureCause: cause, failedStep: step });
      expect(failed.hostname).toBe("bts01");
      expect(failed.failureDetail).toMatch(/^[A-Z].*\.$/);
      expect(failed.failureDetail).toMatch(words);
      expect(await factsNow()).toEqual(before);
      await fleet.setFault("bts01", null);
      expect((await refresh()).state).toBe("unchanged");
    },
  );

  it.each<[FleetFault, RefreshState, string]>([
    ["wrapped-json", "unchanged", "bts01"],
    ["failing-exit", "unchanged", "bts01"],
    ["invalid-utf8", "done", "\ufffd\ufffd\ufffdbts01"],
    ["hostile-names", "done", `bts01<img src=x onerror="alert('x')">$(reboot);`],
  ])("reads all there is under the fault %s: it ends as %s, called %s", async (fault, state, hostname) => {
    await refresh();
    await fleet.setFault("bts01", fault);
    const result = await refresh();
    expect(result).toMatchObject({ state, failureCause: null, failedStep: null, partFailures: [] });
    const facts = await factsNow();
    expect(facts?.identity?.value.hostname.startsWith(hostname)).toBe(true);
    expect(facts?.vmVnics?.value).toHaveLength(4);
    await fleet.setFault("bts01", null);
    await refresh();
  });

  it("takes nothing from a command that says it failed, however good what it printed, and all from the others", async () => {
    await refresh();
    const before = await factsNow();
    await fleet.setFault("bts01", "failing-command");
    expect(await refresh()).toMatchObject({
      ...{ state: "failed", failureCause: "unparsable", failedStep: "parsing" },
      partFailures: [{ part: "vmVnics", reason: expect.stringContaining("failed with status 1") }],
    });
    const facts = await factsNow();
    expect(facts?.vmVnics).toEqual(before?.vmVnics);
    expect(facts?.identity?.observedAt.getTime()).toBeGreaterThan(
      before?.identity?.observedAt.getTime() ?? 0,
    );
  });

  it("reads an answer whose sections come in the wrong order", async () => {
    await refresh();
    const before = await factsNow();
    const shuffled: RefreshDeps["runOnNode"] = async (...[endpoint, script, ...rest]) => {
      const { output, exitCode } = await ask(endpoint, script, ...rest);
      const [head = "", ...sections] = output.split(`\n${markOf(script)} begin `);
      const text = sections.toReversed().map((section) => `\n${markOf(script)} begin ${section}`);
      return { output: head + text.join(""), exitCode };
    };
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    await orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date());
    await refreshNode({ ...deps(), runOnNode: shuffled }, enqueued.splice(0)[0] ?? "");
    expect((await listNodeRefreshesOfNode(on.db, nodeId, 1))[0]).toMatchObject({
      ...{ state: "unchanged", partFailures: [] },
    });
    expect((await factsNow())?.overlays?.value).toEqual(before?.overlays?.value);
  });

  it("takes ages from our clock, and says so when the node's own is three hours off", async () => {
    await refresh();
    await fleet.update("bts01", (state) => (state.trouble.clockSecondsAhead = 10_800));
    const asked = Date.now();
    const changed = await refresh();
    const facts = await factsNow();
    expect(Math.abs((facts?.clock?.value.secondsAhead ?? 0) - 10_800)).toBeLessThanOrEqual(5);
    const age = Date.now() - (facts?.identity?.observedAt.getTime() ?? 0);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThanOrEqual(Date.now() - asked);
    expect(changed.differences.map(({ sentence }) => sentence).join(" ")).toMatch(
      /clock is 10[78]\d\d s ahead/,
    );
    await fleet.update("bts01", (state) => (state.trouble.clockSecondsAhead = 0));
    await refresh();
  });

  it("keeps two nodes apart that call themselves the same", async () => {
    await refresh();
    const first = nodeId;
    await fleet.update("bts02", (state) => (state.hostname = "bts01"));
    const { port, hostKeyFingerprint } = fleet.node("bts02");
    ({ id: nodeId } = await createNode(on.db, { hostname: "second", sshPort: port, hostKeyFingerprint }));
    expect(await refresh()).toMatchObject({ state: "done", hostname: "bts01" });
    const [one, other] = [await findNodeRow(on.db, first), await findNodeRow(on.db, nodeId)];
    expect(one?.hostname).toBe(other?.hostname);
    expect(one?.nodeUuid).not.toBe(other?.nodeUuid);
    await fleet.update("bts02", (state) => (state.hostname = "bts02"));
    await enrolAnew();
  });

  it("keeps how each command went, and how long it took", async () => {
    const { sections } = await refresh();
    expect(sections.map(({ key }) => key)).toEqual(expect.arrayContaining(["sysinfo", "vms", "path-probes"]));
    expect(sections.find(({ key }) => key === "sysinfo")).toEqual({
      key: "sysinfo",
      exitCode: 0,
      milliseconds: expect.any(Number),
    });
  });

  it("sends nothing to a node whose key nobody confirmed, and remembers the key it showed", async () => {
    await enrolAnew();
    const { hostKeyFingerprint } = fleet.node("bts01");
    await updateNode(on.db, nodeId, { hostKeyFingerprint: null, hostKeyConfirmedAt: null });
    expect(await refresh()).toMatchObject({ state: "skipped", failureCause: "host-key-unconfirmed" });
    expect(await findNodeRow(on.db, nodeId)).toMatchObject({
      hostKeyFingerprint,
      hostKeyConfirmedAt: null,
      facts: null,
    });
  });

  it("takes the node's word again once its fault is gone", async () => {
    await enrolAnew();
    await fleet.setFault("bts01", "drop");
    expect((await refresh()).state).toBe("failed");
    await fleet.setFault("bts01", null);
    expect((await refresh()).state).toBe("done");
  });

  it("joins a second order to the refresh in flight", async () => {
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    const orders = await Promise.all(
      Array.from({ length: 8 }, () =>
        orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date()),
      ),
    );
    expect(new Set(orders.map(({ runId }) => runId)).size).toBe(8);
    expect(new Set(enqueued).size).toBe(1);
    const before = await listNodeRefreshesOfNode(on.db, nodeId, 50);
    expect(before.filter(({ state }) => state === "queued")).toHaveLength(1);
    for (const id of enqueued.splice(0)) await refreshNode(deps(), id);
  });

  it("ends what a dead process left in progress, so that the node can be refreshed again", async () => {
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    await orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date());
    const [id = ""] = enqueued.splice(0);
    const killed = refreshNode({ ...deps(), runOnNode: () => new Promise(() => {}) }, id);
    void killed;
    await expect
      .poll(async () => (await listNodeRefreshesOfNode(on.db, nodeId, 1))[0]?.state)
      .toBe("connecting");
    const later = new Date(Date.now() + 3_600_000);
    await maintainRefreshes({ db: on.db, refreshQueue }, later);
    expect(await listNodeRefreshesOfNode(on.db, nodeId, 1)).toMatchObject([
      { state: "failed", failureCause: "interrupted", failedStep: "connecting" },
    ]);
    expect(["done", "unchanged"]).toContain((await refresh()).state);
  });

  it("compares with what the process keeps of the node only where that is what is stored", async () => {
    await refresh();
    const [stored] = await listNodesById(on.db, [nodeId]);
    if (!stored?.node.facts?.vmVnics) throw new Error("the node was not read");
    const { facts } = stored.node;
    const without = { ...facts, vmVnics: { ...stored.node.facts.vmVnics, value: [] } };
    const refreshed = async (keptVersion: NodeVersion) => {
      const order = { db: on.db, refreshQueue, settings: SETTINGS };
      await orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date());
      await refreshNode({ ...deps(), keptVersion: () => keptVersion }, enqueued.splice(0)[0] ?? "");
      return (await listNodeRefreshesOfNode(on.db, nodeId, 1))[0]?.state;
    };
    const { node, factsVersion } = stored;
    expect(await refreshed({ node, factsVersion })).toBe("unchanged");
    const another = { ...node, facts: without };
    expect(await refreshed({ node: another, factsVersion: factsVersion - 1 })).toBe("unchanged");
    expect(await refreshed({ node: another, factsVersion })).toBe("done");
  });

  it("drops what a node answers once its refresh is over, though nothing on it changed", async () => {
    await refresh();
    const before = await findNodeRow(on.db, nodeId);
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    await orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date());
    const { runOnNode: ask } = deps();
    const tooLate: typeof ask = async (...asked) => {
      const result = await ask(...asked);
      await maintainRefreshes({ db: on.db, refreshQueue }, new Date(Date.now() + 3_600_000));
      return result;
    };
    const [id = ""] = enqueued.splice(0);
    await refreshNode({ ...deps(), runOnNode: tooLate }, id);
    const early = { factsObservedAt: new Date(0) };
    expect(await endUnchangedRefresh(on.db, { id, nodeId }, { finishedAt: new Date() }, early)).toBe(false);
    expect(await listNodeRefreshesOfNode(on.db, nodeId, 1)).toMatchObject([
      { state: "failed", failureCause: "interrupted" },
    ]);
    expect((await findNodeRow(on.db, nodeId))?.factsObservedAt).toEqual(before?.factsObservedAt);
  });

  it("ends as failed, in words, when the database fails while the node answers", async () => {
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    await orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date());
    const [id = ""] = enqueued.splice(0);
    const { db } = on;
    let isBroken = false;
    const failing = new Proxy(db, {
      get: (target, name) => {
        if (isBroken && name === "update") throw new Error("the database is away");
        return Reflect.get(target, name, target);
      },
    });
    const connect: RefreshDeps["runOnNode"] = async (endpoint, script, { onConnected, signal }, key) => {
      isBroken = true;
      onConnected({ fingerprint: "", type: "ed25519" });
      isBroken = false;
      return deps().runOnNode(endpoint, script, { onConnected: () => undefined, signal }, key);
    };
    await expect(refreshNode({ ...deps(), db: failing, runOnNode: connect }, id)).rejects.toThrow(
      "the database is away",
    );
    expect((await listNodeRefreshesOfNode(on.db, nodeId, 1))[0]).toMatchObject({
      state: "failed",
      failureCause: "command-failed",
      failedStep: "connecting",
    });
  });

  it("lets a person's order overtake what the schedule queued", async () => {
    await enrolAnew();
    const order = { db: on.db, refreshQueue, settings: { ...SETTINGS, refreshIntervalSeconds: 300 } };
    jobs.length = 0;
    await orderScheduledRefresh(order, new Date());
    expect(jobs.map(({ isUrgent }) => isUrgent)).toContain(false);
    jobs.length = 0;
    await orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date());
    expect(jobs).toMatchObject([{ isUrgent: true, delaySeconds: 0 }]);
    for (const id of enqueued.splice(0)) await refreshNode(deps(), id);
    expect(await listNodeRefreshesOfNode(on.db, nodeId, 9)).toHaveLength(1);
  });

  it("tries a node again that could not be reached, and keeps the words of what failed meanwhile", async () => {
    await enrolAnew();
    await fleet.setFault("bts01", "refuse-connection");
    const patient: RefreshDeps = {
      ...deps(),
      retryDelaySeconds: (attempt) => retryDelaySeconds(attempt, 0.5),
    };
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    await orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date());
    jobs.length = 0;
    await refreshNode(patient, enqueued.splice(0)[0] ?? "");
    expect(await listNodeRefreshesOfNode(on.db, nodeId, 1)).toMatchObject([
      { state: "queued", attempt: 2, failureCause: "unreachable" },
    ]);
    expect(jobs).toMatchObject([{ delaySeconds: 1 }]);
    await fleet.setFault("bts01", null);
    await refreshNode(patient, enqueued.splice(0)[0] ?? "");
    expect(await listNodeRefreshesOfNode(on.db, nodeId, 1)).toMatchObject([
      { state: "done", attempt: 2, failureCause: null, failureDetail: null },
    ]);
  });

  it("gives up after the last attempt, and says then that the node is unreachable", async () => {
    await fleet.setFault("bts01", "refuse-connection");
    const patient: RefreshDeps = { ...deps(), retryDelaySeconds: (attempt) => retryDelaySeconds(attempt, 0) };
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    await orderRefresh(order, grant, { selection: { kind: "nodes", nodeIds: [nodeId] } }, new Date());
    for (let id = enqueued.shift(); id; id = enqueued.shift()) await refreshNode(patient, id);
    expect(await listNodeRefreshesOfNode(on.db, nodeId, 1)).toMatchObject([
      { state: "failed", attempt: 3, failureCause: "unreachable" },
    ]);
    expect((await findNodeRow(on.db, nodeId))?.lastRefreshCause).toBe("unreachable");
  });

  it("stops a run: what waits is cancelled, what is under way is cut off, and nothing known is lost", async () => {
    await fleet.setFault("bts01", null);
    await refresh();
    const before = await factsNow();
    await fleet.setFault("bts01", "hang");
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    const selection = { kind: "nodes" as const, nodeIds: [nodeId] };
    const { runId } = await orderRefresh(order, grant, { selection }, new Date());
    const own: RefreshDeps = {
      ...deps(),
      runOnNode: (endpoint, script, during) =>
        runOnNode(endpoint, { privateKey: keys.private }, script, LIMITS, during),
    };
    const [id = ""] = enqueued.splice(0);
    const stopListening = await on.database.listen(REFRESH_CANCELLED_CHANNEL, (cancelledId) =>
      own.inProgress.cancel(cancelledId),
    );
    const working = refreshNode(own, id);
    await expect
      .poll(async () => (await listNodeRefreshesOfNode(on.db, nodeId, 1))[0]?.state)
      .toBe("collecting");
    await cancelRun(on.db, grant, runId, new Date());
    await working;
    await stopListening();
    expect(await listNodeRefreshesOfNode(on.db, nodeId, 1)).toMatchObject([
      { state: "cancelled", failureCause: null },
    ]);
    expect(await factsNow()).toEqual(before);
    expect((await findNodeRow(on.db, nodeId))?.lastRefreshOutcome).toBe("ok");
  });

  it("goes on with what another order waits for, when one of the two is stopped", async () => {
    await fleet.setFault("bts01", null);
    const order = { db: on.db, refreshQueue, settings: SETTINGS };
    const selection = { kind: "nodes" as const, nodeIds: [nodeId] };
    const first = await orderRefresh(order, grant, { selection }, new Date());
    await orderRefresh(order, grant, { selection }, new Date());
    await cancelRun(on.db, grant, first.runId, new Date());
    for (const id of enqueued.splice(0)) await refreshNode(deps(), id);
    expect((await listNodeRefreshesOfNode(on.db, nodeId, 1))[0]?.state).toBe("unchanged");
    const third = await orderRefresh(order, grant, { selection }, new Date());
    await cancelRun(on.db, grant, third.runId, new Date());
    expect((await listNodeRefreshesOfNode(on.db, nodeId, 1))[0]?.state).toBe("cancelled");
    await expect(cancelRun(on.db, grant, randomUUID(), new Date())).rejects.toThrow("No such refresh.");
  });

  it("is for operators: a vDC's people find nothing", () => {
    expect(() => authorizeCloud(vdcActor("00000000-0000-0000-0000-000000000001"), "node:refresh")).toThrow(
      "Not found.",
    );
  });
});
