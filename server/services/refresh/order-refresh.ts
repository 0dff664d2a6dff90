import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import { listNodes } from "#db/queries/node.ts";
import { insertRefreshRun, queueNodeRefreshes, type RefreshRunRow } from "#db/queries/refresh.ts";
import type { Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { isStale, type Node } from "#server/domain/node.ts";
import type { RefreshSelection } from "#server/domain/refresh-selection.ts";
import type { Settings } from "#server/domain/settings.ts";
import type { RefreshQueue } from "../refresh-queue.ts";

type Order = {
  trigger: RefreshRunRow["trigger"];
  title: string;
  nodes: readonly Node[];
  by: { id: string; name: string } | null;
};

function titleOf(selection: RefreshSelection, chosen: readonly Node[]): string {
  switch (selection.kind) {
    case "all":
      return "All nodes";
    case "stale":
      return "Nodes with stale facts";
    case "pdc":
      return `PDC ${selection.pdcName === "" ? "(no name)" : selection.pdcName}`;
    case "nodes":
      return chosen.length === 1 && chosen[0] ? chosen[0].hostname : `${chosen.length} nodes`;
  }
}

function chooseNodes(
  selection: RefreshSelection,
  nodes: readonly Node[],
  settings: Settings,
  now: Date,
): Node[] {
  switch (selection.kind) {
    case "all":
      return [...nodes];
    case "stale":
      return nodes.filter((node) => isStale(node, settings.staleAfterSeconds, now));
    case "pdc":
      return nodes.filter(({ facts }) => facts?.identity?.value.pdcName === selection.pdcName);
    case "nodes": {
      const chosen = nodes.filter(({ id }) => selection.nodeIds.includes(id));
      if (chosen.length < new Set(selection.nodeIds).size)
        throw new DomainError("not-found", "No such node.");
      return chosen;
    }
  }
}

/** A node whose refresh is in flight joins it: nothing is asked twice. */
async function order(
  db: Db,
  queue: RefreshQueue,
  { trigger, title, nodes, by }: Order,
): Promise<{ runId: string }> {
  const { runId, queuedIds } = await db.transaction(async (tx) => {
    const run = await insertRefreshRun(tx, {
      trigger,
      title,
      orderedById: by?.id ?? null,
      orderedByName: by?.name ?? null,
    });
    const ids = await queueNodeRefreshes(
      tx,
      run.id,
      nodes.map(({ id }) => id),
    );
    await announce(tx, { topic: "refresh", id: run.id, vdcId: null });
    return { runId: run.id, queuedIds: ids };
  });
  await queue.enqueue(queuedIds);
  return { runId };
}

export async function orderRefresh(
  { db, refreshQueue, settings }: { db: Db; refreshQueue: RefreshQueue; settings: Settings },
  grant: Grant<"node:refresh">,
  selection: RefreshSelection,
  now: Date,
): Promise<{ runId: string }> {
  const nodes = chooseNodes(selection, await listNodes(db), settings, now);
  if (nodes.length === 0) throw new DomainError("rejected", "There is no node to refresh.");
  const { userId: id, name } = grant.actor;
  return order(db, refreshQueue, {
    trigger: "person",
    title: titleOf(selection, nodes),
    nodes,
    by: { id, name },
  });
}

/** Orders the confirmed nodes whose last refresh is older than the interval; nothing when there is none. */
export async function orderScheduledRefresh(
  { db, refreshQueue, settings }: { db: Db; refreshQueue: RefreshQueue; settings: Settings },
  now: Date,
): Promise<void> {
  if (settings.refreshIntervalSeconds === 0) return;
  const due = (await listNodes(db)).filter(
    ({ isConfirmed, lastRefresh }) =>
      isConfirmed &&
      (lastRefresh === null ||
        now.getTime() - lastRefresh.finishedAt.getTime() >= settings.refreshIntervalSeconds * 1000),
  );
  if (due.length > 0)
    await order(db, refreshQueue, {
      trigger: "schedule",
      title: `${due.length} nodes by schedule`,
      nodes: due,
      by: null,
    });
}
