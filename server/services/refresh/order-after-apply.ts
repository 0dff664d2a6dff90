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
  const nodes = (await listNodesToRefresh(db)).filter(({ isConfirmed }) => isConfirmed);
  if ("hostnames" in report) {
    const hostnames = new Set(report.hostnames);
    const meant = nodes.filter(({ hostname }) => hostnames.has(hostname));
    for (const { hostname } of meant) hostnames.delete(hostname);
    const title = `${meant.length === 1 ? meant[0]?.hostname : `${meant.length} nodes`} after an apply`;
    return { nodes: meant, unknownHostnames: [...hostnames], title };
  }
  if ("pdcName" in report) {
    const { pdcName } = report;
    const meant = nodes.filter((node) => node.pdcName === pdcName);
    return { nodes: meant, unknownHostnames: [], title: `PDC ${pdcName} after an apply` };
  }
  const carrierIds = new Set(await listCarrierIds(db, report.overlayRuleName));
  const meant = nodes.filter(({ id }) => carrierIds.has(id));
  const title = `Carriers of the overlay rule ${report.overlayRuleName} after an apply`;
  return { nodes: meant, unknownHostnames: [], title };
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
