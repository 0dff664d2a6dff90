import { and, arrayOverlaps, count, inArray, isNull, sql } from "drizzle-orm";
import { REFRESH_STATES_IN_FLIGHT, type RefreshStateInFlight } from "#server/domain/refresh-state.ts";
import type { Db } from "../client.ts";
import { nodeRefreshes } from "../schema/refresh.ts";
import { warnings } from "../schema/warning.ts";
import { isNotWaiting } from "./warning-filter.ts";

/** The state of each refresh in flight, by node. */
export async function inFlightStateByNodeId(
  db: Db,
  nodeIds: readonly string[],
): Promise<Map<string, RefreshStateInFlight>> {
  if (nodeIds.length === 0) return new Map();
  const rows = await db
    .select({ nodeId: nodeRefreshes.nodeId, state: nodeRefreshes.state })
    .from(nodeRefreshes)
    .where(
      and(
        inArray(nodeRefreshes.nodeId, [...nodeIds]),
        inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_FLIGHT]),
      ),
    );
  const stateOf = new Map(REFRESH_STATES_IN_FLIGHT.map((state) => [state as string, state]));
  return new Map(rows.map(({ nodeId, state }) => [nodeId, stateOf.get(state) ?? "queued"]));
}

const keyOf = (nodeId: string) => `node:${nodeId}`;

/** Open warnings that touch each node, but those that are acknowledged or snoozed; `nodeIds` null: of all that have any. */
export async function openWarningCountByNodeId(
  db: Db,
  now: Date,
  nodeIds: readonly string[] | null = null,
): Promise<Map<string, number>> {
  if (nodeIds?.length === 0) return new Map();
  const warned = warnedNodes(db, now, nodeIds);
  const rows = await db.select({ nodeId: warned.nodeId, openCount: warned.openCount }).from(warned);
  return new Map(rows.map(({ nodeId, openCount }) => [nodeId, openCount]));
}

/** The same as a table to join, named `warned`; others that the same warnings touch may be in it too. */
export function warnedNodes(db: Db, now: Date, nodeIds: readonly string[] | null = null) {
  const touched = db
    .select({ key: sql<string>`unnest(${warnings.touches})`.as("key") })
    .from(warnings)
    .where(
      and(
        isNull(warnings.resolvedAt),
        isNotWaiting(now),
        nodeIds ? arrayOverlaps(warnings.touches, nodeIds.map(keyOf)) : undefined,
      ),
    )
    .as("touched");
  return db
    .select({
      nodeId: sql<string>`substr(${touched.key}, 6)`.as("node_id"),
      openCount: count().as("open_count"),
    })
    .from(touched)
    .where(sql`${touched.key} like 'node:%'`)
    .groupBy(touched.key)
    .as("warned");
}
