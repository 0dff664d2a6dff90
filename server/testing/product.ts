import { createHash } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { cloudActor } from "#db/testing/actor.ts";
import { ASKED_OF_PDC_AT_ONCE_MAX } from "#db/queries/node-claim.ts";
import { createNode } from "#db/testing/factories.ts";
import { countRefreshesInFlight, countSnapshots } from "#db/testing/look-up.ts";
import { listNodes } from "#db/queries/node.ts";
import { authorizeCloud } from "#server/domain/access.ts";
import { isRefreshInFlight } from "#server/domain/refresh-state.ts";
import type { NodeRefreshPage } from "#server/domain/refresh-run.ts";
import { env } from "#server/env.ts";
import { fingerprintSaltOf, overmesh } from "#server/main.ts";
import { maintainRefreshes } from "#server/services/refresh/maintain-refreshes.ts";
import { runOnNode } from "#server/adapters/ssh/run-on-node.ts";
import type { RefreshJob } from "#server/domain/refresh-job.ts";
import type { RefreshQueue } from "#server/services/refresh-queue.ts";
import { keptProbeRings, readProbeRings } from "#server/services/refresh/kept-probe-rings.ts";
import { type RefreshDeps, refreshNode } from "#server/services/refresh/refresh-node.ts";
import { RefreshesInProgress } from "#server/services/refresh/refreshes-in-progress.ts";
import { heldKey } from "#server/services/ssh-key/active-key.ts";
import { orderRefresh } from "#server/services/refresh/order-refresh.ts";
import { listNodesOfRun } from "#server/services/refresh/read-refreshes.ts";
import type { RefreshSaid, StoredNode } from "./product-process.ts";
import { toldAnswers } from "./told-answers.ts";

/** Longer than a refresh may take: by then a process that is gone is known to be. */
const LATER_MILLISECONDS = 301_000;
const POLL_MILLISECONDS = 50;
const LISTED_AT_ONCE = 1000;
/** What the last refreshes lead to is measured with them. */
const CONSEQUENCES_MILLISECONDS = 1000;
/** As many as one PDC is asked at once. */
const TOLD_AT_ONCE = ASKED_OF_PDC_AT_ONCE_MAX;

/** The product without its pages; a test tells it line by line what to do, and may kill it at any moment. */
const { db, refreshQueue, settings, ssh, mesh } = await overmesh();
const reads = authorizeCloud(cloudActor(), "refresh:read");
const orders = authorizeCloud(cloudActor(), "node:refresh");

const say = (said: object) => process.stdout.write(`${JSON.stringify(said)}\n`);

async function statesOf(runId: string): Promise<RefreshSaid[]> {
  const said: RefreshSaid[] = [];
  let cursor: NodeRefreshPage["cursor"] = null;
  do {
    const page = await listNodesOfRun(db, reads, { runId, limit: LISTED_AT_ONCE, cursor });
    for (const { hostname, state, attempt, failureCause, failedStep, failureDetail } of page.nodeRefreshes)
      said.push({ hostname, state, attempt, failureCause, failedStep, failureDetail });
    cursor = page.nextCursor;
  } while (cursor !== null);
  return said;
}

async function waitUntil(runId: string, isEnough: (states: RefreshSaid[]) => boolean) {
  for (;;) {
    const states = await statesOf(runId);
    if (isEnough(states)) return states;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

const order = async () =>
  (await orderRefresh({ db, refreshQueue, settings }, orders, { selection: { kind: "all" } }, new Date()))
    .runId;

/** What a node holds, whoever looks at it and when. */
const HELD_PARTS = ["identity", "nicTags", "overlayRules", "overlays", "arpTables", "vmVnics"] as const;

/** By hostname. Ages are no part of the digest: reading a node again makes it no other. */
async function storedNodes(): Promise<StoredNode[]> {
  const snapshots = await countSnapshots(db);
  return (await listNodes(db)).flatMap(({ id, facts }) => {
    if (!facts?.identity) return [];
    const values = HELD_PARTS.map((part) => facts[part]?.value);
    return [
      {
        hostname: facts.identity.value.hostname,
        digest: createHash("sha256").update(JSON.stringify(values)).digest("hex"),
        nicTags: facts.nicTags?.value.map(({ name }) => name) ?? [],
        snapshots: snapshots.get(id) ?? 0,
      },
    ];
  });
}

const hasEnded = (states: RefreshSaid[]) => states.every(({ state }) => !isRefreshInFlight(state));

const sayHowItStands = async (runId: string): Promise<void> => {
  say({ runId, states: await statesOf(runId), stored: await storedNodes() });
};

/** Of a refresh of all until the last node is through, and what it leads to. */
async function measured(begin: () => Promise<string>) {
  const before = { cpu: process.cpuUsage(), at: performance.now() };
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  let rssBytesMax = 0;
  const watch = setInterval(() => (rssBytesMax = Math.max(rssBytesMax, process.memoryUsage.rss())), 100);
  const runId = await begin();
  while ((await countRefreshesInFlight(db)) > 0) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  const wallMilliseconds = performance.now() - before.at;
  await new Promise((resolve) => setTimeout(resolve, CONSEQUENCES_MILLISECONDS));
  clearInterval(watch);
  loop.disable();
  const { user, system } = process.cpuUsage(before.cpu);
  const states = await statesOf(runId);
  return {
    wallMilliseconds,
    cpuMilliseconds: (user + system) / 1000,
    loopDelayMillisecondsP99: loop.percentile(99) / 1e6,
    rssMegabytesMax: rssBytesMax / 1024 / 1024,
    failed: states.filter(({ state }) => state === "failed").length,
    unchanged: states.filter(({ state }) => state === "unchanged").length,
  };
}

const queued: RefreshJob[] = [];
const queue: RefreshQueue = { enqueue: async (jobs) => void queued.push(...jobs) };
const tellingDeps: RefreshDeps = {
  db,
  fingerprintSalt: fingerprintSaltOf(env().OVERMESH_SECRET),
  runOnNode: toldAnswers((endpoint, script, during, keyFingerprint) =>
    runOnNode(endpoint, heldKey(ssh.keyRing, keyFingerprint).credential, script, undefined, during),
  ),
  keptVersion: (nodeId) => mesh.versionOf(nodeId),
  probeRings: keptProbeRings(() => readProbeRings(db)),
  refreshQueue: queue,
  inProgress: new RefreshesInProgress(),
  retryDelaySeconds: () => null,
  now: () => new Date(),
};

/** All nodes once more by the answers they gave before: everything but SSH and the job queue. */
async function refreshTold(): Promise<string> {
  const { runId } = await orderRefresh(
    { db, refreshQueue: queue, settings },
    orders,
    { selection: { kind: "all" } },
    new Date(),
  );
  const next = async (): Promise<void> => {
    for (let job = queued.pop(); job; job = queued.pop()) await refreshNode(tellingDeps, job.nodeRefreshId);
  };
  await Promise.all(Array.from({ length: TOLD_AT_ONCE }, next));
  return runId;
}

const ACTIONS: Readonly<Record<string, (argument: string) => Promise<void>>> = {
  enrol: async (argument) => {
    const nodes: { hostname: string; sshPort: number; hostKeyFingerprint: string }[] = JSON.parse(argument);
    for (const node of nodes) await createNode(db, node);
    say({ enrolled: nodes.length });
  },
  refresh: async () => {
    const runId = await order();
    await waitUntil(runId, hasEnded);
    await sayHowItStands(runId);
  },
  order: async () => sayHowItStands(await order()),
  "refresh-measured": async () => {
    say(await measured(order));
  },
  "refresh-told": async () => {
    say(await measured(refreshTold));
  },
  "refresh-and-hang": async (hostname) => {
    const runId = await order();
    await waitUntil(runId, (all) =>
      all.every((node) =>
        node.hostname === hostname ? node.state === "collecting" : !isRefreshInFlight(node.state),
      ),
    );
    await sayHowItStands(runId);
  },
  look: async (runId) => {
    await maintainRefreshes({ db, refreshQueue }, new Date(Date.now() + LATER_MILLISECONDS));
    await sayHowItStands(runId);
  },
  "when-all-has-ended": async () => {
    await maintainRefreshes({ db, refreshQueue }, new Date(Date.now() + LATER_MILLISECONDS));
    while ((await countRefreshesInFlight(db)) > 0)
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    say({ stored: await storedNodes() });
  },
  "look-at-the-end": async (runId) => {
    await maintainRefreshes({ db, refreshQueue }, new Date(Date.now() + LATER_MILLISECONDS));
    await waitUntil(runId, hasEnded);
    await sayHowItStands(runId);
  },
};

say({ isReady: true });
for await (const line of createInterface({ input: process.stdin })) {
  const [action = "", ...rest] = line.split(" ");
  await ACTIONS[action]?.(rest.join(" "));
}
