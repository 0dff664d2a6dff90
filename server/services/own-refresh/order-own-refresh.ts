import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import {
  insertOwnRefresh,
  listNodesOfNetwork,
  listOwnOrderTimes,
  lockOrdersOfVdc,
} from "#db/queries/own-refresh.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { nextOrderAt, ORDER_WINDOW_SECONDS } from "#server/domain/own-refresh.ts";
import { requireNetwork } from "../network/change-network.ts";
import { handOut, queueOrder } from "../refresh/order-refresh.ts";
import type { RefreshQueue } from "../refresh-queue.ts";

const windowBefore = (now: Date) => new Date(now.getTime() - ORDER_WINDOW_SECONDS * 1000);

/** Refreshes the nodes on which VMs use the network. So often and no more, exactly, whatever processes and people ask. */
export async function orderOwnRefresh(
  { db, refreshQueue }: { db: Db; refreshQueue: RefreshQueue },
  { actor, scope }: Grant<"node:refresh-own", VdcScope>,
  networkId: string,
  now: Date,
): Promise<void> {
  const queued = await db.transaction(async (tx) => {
    await lockOrdersOfVdc(tx, scope);
    const network = await requireNetwork(tx, scope, networkId);
    const nextAt = nextOrderAt(await listOwnOrderTimes(tx, scope, windowBefore(now)), now);
    if (nextAt) {
      const seconds = Math.ceil((nextAt.getTime() - now.getTime()) / 1000);
      throw new DomainError("rejected", `Your vDC can refresh again in ${seconds} s.`);
    }
    const nodes = await listNodesOfNetwork(tx, scope, networkId);
    if (nodes.length === 0)
      throw new DomainError("rejected", "No VM uses this network, so there is nothing to refresh.");
    const order = await queueOrder(tx, {
      trigger: "person",
      title: `Places of network ${network.name} of vDC ${network.vdcName}`,
      nodeIds: nodes.map(({ id }) => id),
      by: { id: actor.userId, name: actor.name },
    });
    await insertOwnRefresh(tx, scope, { runId: order.runId, orderedAt: now, orderedByName: actor.name });
    await recordChange(tx, {
      actor,
      action: "refresh.order-own",
      subjectKind: "refresh",
      subjectId: order.runId,
      subjectName: network.name,
      vdcId: scope.vdcId,
      before: null,
      after: null,
    });
    await announce(tx, { topic: "refresh", id: null, vdcId: scope.vdcId });
    return order;
  });
  await handOut(db, refreshQueue, queued, { isUrgent: true });
}

/** What a vDC's people are told of the places their network crosses: counts and ages, nothing that names one. */
export type OwnRefresh = {
  placeCount: number;
  refreshingCount: number;
  /** Those whose last refresh failed; why is for operators. */
  notReadCount: number;
  /** The oldest of what is known; null: of no place anything. */
  readAt: Date | null;
  /** null: now. */
  nextOrderAt: Date | null;
};

export async function readOwnRefresh(
  db: Db,
  { scope }: Grant<"network:read", VdcScope>,
  networkId: string,
  now: Date,
): Promise<OwnRefresh> {
  await requireNetwork(db, scope, networkId);
  const nodes = await listNodesOfNetwork(db, scope, networkId);
  const ages = nodes.flatMap(({ factsObservedAt }) => factsObservedAt?.getTime() ?? []);
  return {
    placeCount: nodes.length,
    refreshingCount: nodes.filter(({ isBeingRefreshed }) => isBeingRefreshed).length,
    notReadCount: nodes.filter(({ hasFailed, isBeingRefreshed }) => hasFailed && !isBeingRefreshed).length,
    readAt: ages.length > 0 ? new Date(Math.min(...ages)) : null,
    nextOrderAt: nextOrderAt(await listOwnOrderTimes(db, scope, windowBefore(now)), now),
  };
}
