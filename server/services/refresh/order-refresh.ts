import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import { listNodeIdsLike } from "#db/queries/node-list.ts";
import {
  listNodesToRefresh,
  listPdcSchedules,
  listRuleCarriers,
  type NodeToRefresh,
} from "#db/queries/node-schedule.ts";
import {
  insertRefreshRun,
  listFailedNodeIdsOfRun,
  listRefreshJobs,
  queueNodeRefreshes,
  type RefreshRunRow,
} from "#db/queries/refresh.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { dueNodeIds } from "#server/domain/refresh-schedule.ts";
import type { RefreshSelection } from "#server/domain/refresh-selection.ts";
import { type Settings, staleBefore } from "#server/domain/settings.ts";
import type { RefreshQueue } from "../refresh-queue.ts";

type Order = {
  trigger: RefreshRunRow["trigger"];
  title: string;
  nodeIds: readonly string[];
  by: { id: string; name: string } | null;
};
export type OrderDeps = { db: Db; refreshQueue: RefreshQueue; settings: Settings };

function titleOf(selection: RefreshSelection, chosen: readonly NodeToRefresh[]): string {
  switch (selection.kind) {
    case "all":
      return "All nodes";
    case "stale":
      return "Nodes with stale facts";
    case "failed":
      return "Nodes whose last refresh failed";
    case "pdc":
      return `PDC ${selection.pdcName === "" ? "(no name)" : selection.pdcName}`;
    case "nodes":
    case "filter":
    case "failed-of-run":
      return chosen.length === 1 && chosen[0] ? chosen[0].hostname : `${chosen.length} nodes`;
  }
}

async function chooseNodes(
  { db, settings }: OrderDeps,
  scope: AllVdcs,
  selection: RefreshSelection,
  now: Date,
): Promise<NodeToRefresh[]> {
  const nodes = await listNodesToRefresh(db);
  const clock = { now, staleBefore: staleBefore(settings, now) };
  switch (selection.kind) {
    case "all":
      return [...nodes];
    case "stale":
      return nodes.filter(({ factsObservedAt: at }) => at === null || at < clock.staleBefore);
    case "failed":
      return nodes.filter(({ hasFailed }) => hasFailed);
    case "pdc":
      return nodes.filter(({ pdcName }) => pdcName === selection.pdcName);
    case "nodes": {
      const ids = new Set(selection.nodeIds);
      const chosen = nodes.filter(({ id }) => ids.has(id));
      if (chosen.length < ids.size) throw new DomainError("not-found", "No such node.");
      return chosen;
    }
    case "failed-of-run": {
      const ids = new Set(await listFailedNodeIdsOfRun(db, selection.runId));
      return nodes.filter(({ id }) => ids.has(id));
    }
    case "filter": {
      const { filter, exceptNodeIds } = selection;
      const ids = new Set(await listNodeIdsLike(db, scope, filter, exceptNodeIds, clock));
      return nodes.filter(({ id }) => ids.has(id));
    }
  }
}

/** What an order left in the queue; handed to the workers when its transaction has committed. */
type QueuedOrder = { runId: string; newIds: string[]; waitingIds: string[] };

/** A node whose refresh is in flight joins it: nothing is asked twice. */
export async function queueOrder(tx: Db, { trigger, title, nodeIds, by }: Order): Promise<QueuedOrder> {
  const run = await insertRefreshRun(tx, {
    trigger,
    title,
    orderedById: by?.id ?? null,
    orderedByName: by?.name ?? null,
  });
  const queued = await queueNodeRefreshes(tx, run.id, nodeIds);
  await announce(tx, { topic: "refresh", id: run.id, vdcId: null });
  return { runId: run.id, ...queued };
}

/** A person's order overtakes what the schedule queued. Handed out twice, a refresh is done once: the first job takes it. */
export async function handOut(
  db: Db,
  queue: RefreshQueue,
  { newIds, waitingIds }: QueuedOrder,
  { isUrgent }: { isUrgent: boolean },
): Promise<void> {
  await queue.enqueue(
    await listRefreshJobs(db, isUrgent ? [...newIds, ...waitingIds] : newIds, { isUrgent }),
  );
}

async function order(db: Db, queue: RefreshQueue, wanted: Order): Promise<{ runId: string }> {
  const queued = await db.transaction((tx) => queueOrder(tx, wanted));
  await handOut(db, queue, queued, {
    isUrgent: wanted.trigger !== "schedule" && wanted.trigger !== "rule-change",
  });
  return { runId: queued.runId };
}

export async function orderRefresh(
  deps: OrderDeps,
  grant: Grant<"node:refresh", AllVdcs>,
  { selection, isRetry = false }: { selection: RefreshSelection; isRetry?: boolean },
  now: Date,
): Promise<{ runId: string }> {
  const nodes = await chooseNodes(deps, grant.scope, selection, now);
  if (nodes.length === 0) throw new DomainError("rejected", "There is no such node to refresh.");
  const { userId: id, name } = grant.actor;
  return order(deps.db, deps.refreshQueue, {
    trigger: isRetry ? "retry" : "person",
    title: titleOf(selection, nodes),
    nodeIds: nodes.map((node) => node.id),
    by: { id, name },
  });
}

/** Orders what the schedule of each PDC wants read now; nothing when there is nothing. */
export async function orderScheduledRefresh(
  { db, refreshQueue, settings }: OrderDeps,
  now: Date,
): Promise<void> {
  const { refreshIntervalSeconds: intervalSeconds } = settings;
  const nodes = await listNodesToRefresh(db);
  const nodeIds = dueNodeIds(nodes, await listPdcSchedules(db), { intervalSeconds, now });
  if (nodeIds.length === 0) return;
  const title = nodeIds.length === 1 ? "1 node by schedule" : `${nodeIds.length} nodes by schedule`;
  await order(db, refreshQueue, { trigger: "schedule", title, nodeIds, by: null });
}

export type RuleChange = { nodeId: string; hostname: string; ruleNames: readonly string[] };

/** More than that wait for their schedule. */
const CARRIERS_AT_ONCE_MAX = 200;
/** What was read that recently is not read again, so that nodes changed together do not have each other read in turn. */
const RECENT_MILLISECONDS = 60_000;

/** A rule that changed on one node may have changed on the others that carry it, so they are read too, after all urgent ones. */
export async function orderRefreshAfterRuleChange(
  { db, refreshQueue }: Pick<OrderDeps, "db" | "refreshQueue">,
  { nodeId, hostname, ruleNames }: RuleChange,
  now: Date,
): Promise<void> {
  if (ruleNames.length === 0) return;
  const nodeIds = await listRuleCarriers(db, {
    ruleNames,
    exceptNodeId: nodeId,
    readBefore: new Date(now.getTime() - RECENT_MILLISECONDS),
    now,
    limit: CARRIERS_AT_ONCE_MAX,
  });
  if (nodeIds.length === 0) return;
  const rules = `${ruleNames.length === 1 ? "the overlay rule" : "the overlay rules"} ${ruleNames.join(", ")}`;
  const title = `${nodeIds.length === 1 ? "1 node" : `${nodeIds.length} nodes`} after ${rules} changed on ${hostname}`;
  await order(db, refreshQueue, { trigger: "rule-change", title, nodeIds, by: null });
}
