import {
  listCarrierIds,
  listNodesToRefresh,
  markApplied,
  type NodeToRefresh,
} from "#db/queries/node-schedule.ts";
import type { Db } from "#db/client.ts";
import type { ApplyReport } from "#server/domain/apply-report.ts";
import { DomainError } from "#server/domain/errors.ts";
import { isPaused } from "#server/domain/refresh-schedule.ts";
import { handOut, type OrderDeps, queueOrder } from "./order-refresh.ts";

type Meant = { nodes: NodeToRefresh[]; unknownHostnames: string[]; title: string };

async function meantBy(db: Db, report: ApplyReport): Promise<Meant> {
  const confirmed = (await listNodesToRefresh(db)).filter(({ isConfirmed }) => isConfirmed);
  if ("hostnames" in report) {
    const unknown = new Set(report.hostnames);
    const nodes = confirmed.filter(({ hostname }) => unknown.has(hostname));
    for (const { hostname } of nodes) unknown.delete(hostname);
    const [first] = nodes;
    const names = first && nodes.length === 1 ? first.hostname : `${nodes.length} nodes`;
    return { nodes, unknownHostnames: [...unknown], title: `${names} after an apply` };
  }
  if ("pdcName" in report) {
    const { pdcName } = report;
    const nodes = confirmed.filter((node) => node.pdcName === pdcName);
    return { nodes, unknownHostnames: [], title: `PDC ${pdcName} after an apply` };
  }
  const { overlayRuleName } = report;
  const carrierIds = new Set(await listCarrierIds(db, overlayRuleName));
  const nodes = confirmed.filter(({ id }) => carrierIds.has(id));
  const title = `Carriers of the overlay rule ${overlayRuleName} after an apply`;
  return { nodes, unknownHostnames: [], title };
}

/**
 * Has nodes read to which something was applied, before all that the schedule wants. Whatever was read of them until now is
 * from before: one that is being read at this moment is read once more. Paused nodes are left alone.
 */
export async function orderAfterApply(
  { db, refreshQueue }: Pick<OrderDeps, "db" | "refreshQueue">,
  report: ApplyReport,
  now: Date,
): Promise<{ runId: string; nodeCount: number; pausedCount: number; unknownHostnames: string[] }> {
  const { nodes, unknownHostnames, title } = await meantBy(db, report);
  if (nodes.length === 0) throw new DomainError("not-found", "No confirmed node is meant by this.");
  const nodeIds = nodes.filter((node) => !isPaused(node, now)).map(({ id }) => id);
  const pausedCount = nodes.length - nodeIds.length;
  if (nodeIds.length === 0)
    throw new DomainError("rejected", "These nodes are paused; they are read when their pause ends.");
  const queued = await db.transaction(async (tx) => {
    await markApplied(
      tx,
      nodes.map(({ id }) => id),
      now,
    );
    return queueOrder(tx, { trigger: "apply", title, nodeIds, by: null });
  });
  await handOut(db, refreshQueue, queued, { isUrgent: true });
  return { runId: queued.runId, nodeCount: nodeIds.length, pausedCount, unknownHostnames };
}
