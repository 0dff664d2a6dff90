import { createHash } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { cloudActor } from "#db/testing/actor.ts";
import { createNode } from "#db/testing/factories.ts";
import { countRefreshesInFlight, countSnapshots } from "#db/testing/look-up.ts";
import { listNodes } from "#db/queries/node.ts";
import { authorizeCloud } from "#server/domain/access.ts";
import { isRefreshInFlight } from "#server/domain/refresh-state.ts";
import { overmesh } from "#server/main.ts";
import { maintainRefreshes } from "#server/services/refresh/maintain-refreshes.ts";
import { orderRefresh } from "#server/services/refresh/order-refresh.ts";
import { runById } from "#server/services/refresh/read-refreshes.ts";
import type { RefreshSaid, StoredNode } from "./product-process.ts";

/** Longer than a refresh may take: by then a process that is gone is known to be. */
const LATER_MILLISECONDS = 301_000;
const POLL_MILLISECONDS = 50;
/** What the last refreshes lead to is measured with them. */
const CONSEQUENCES_MILLISECONDS = 1000;

/** The product without its pages; a test tells it line by line what to do, and may kill it at any moment. */
const { db, refreshQueue, settings } = await overmesh();
const reads = authorizeCloud(cloudActor(), "refresh:read");
const orders = authorizeCloud(cloudActor(), "node:refresh");

const say = (said: object) => process.stdout.write(`${JSON.stringify(said)}\n`);

async function statesOf(runId: string): Promise<RefreshSaid[]> {
  const { nodeRefreshes } = await runById(db, reads, runId);
  return nodeRefreshes.map(({ hostname, state, attempt, failureCause, failedStep, failureDetail }) => ({
    ...{ hostname, state, attempt, failureCause, failedStep, failureDetail },
  }));
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
    const before = { cpu: process.cpuUsage(), at: performance.now() };
    const loop = monitorEventLoopDelay({ resolution: 5 });
    loop.enable();
    let rssBytesMax = 0;
    const watch = setInterval(() => (rssBytesMax = Math.max(rssBytesMax, process.memoryUsage.rss())), 100);
    const runId = await order();
    while ((await countRefreshesInFlight(db)) > 0) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
    const wallMilliseconds = performance.now() - before.at;
    await new Promise((resolve) => setTimeout(resolve, CONSEQUENCES_MILLISECONDS));
    clearInterval(watch);
    loop.disable();
    const { user, system } = process.cpuUsage(before.cpu);
    const states = await statesOf(runId);
    say({
      wallMilliseconds,
      cpuMilliseconds: (user + system) / 1000,
      loopDelayMillisecondsP99: loop.percentile(99) / 1e6,
      rssMegabytesMax: rssBytesMax / 1024 / 1024,
      failed: states.filter(({ state }) => state === "failed").length,
      unchanged: states.filter(({ state }) => state === "unchanged").length,
    });
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
