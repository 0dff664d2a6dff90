import { and, count, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "../client.ts";
import { nodeRefreshes } from "../schema/refresh.ts";
import { warnings } from "../schema/warning.ts";
import { isNotWaiting } from "./warning-filter.ts";
import { REFRESH_STATES_IN_FLIGHT, type RefreshStateInFlight } from "#server/domain/refresh-state.ts";

/** The state of each refresh in flight, by node. */
export async function inFlightStateByNodeId(db: Db): Promise<Map<string, RefreshStateInFlight>> {
  const rows = await db
    .select({ nodeId: nodeRefreshes.nodeId, state: nodeRefreshes.state })
    .from(nodeRefreshes)
    .where(inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_FLIGHT]));
  const stateOf = new Map(REFRESH_STATES_IN_FLIGHT.map((state) => [state as string, state]));
  return new Map(rows.map(({ nodeId, state }) => [nodeId, stateOf.get(state) ?? "queued"]));
}

/** Open warnings that touch each node, but those that are acknowledged or snoozed. */
export async function openWarningCountByNodeId(db: Db, now: Date): Promise<Map<string, number>> {
  const touched = db
    .select({ key: sql<string>`unnest(${warnings.touches})`.as("key") })
    .from(warnings)
    .where(and(isNull(warnings.resolvedAt), isNotWaiting(now)))
    .as("touched");
  const rows = await db
    .select({ key: touched.key, openCount: count() })
    .from(touched)
    .where(sql`${touched.key} like 'node:%'`)
    .groupBy(touched.key);
  return new Map(rows.map(({ key, openCount }) => [key.slice("node:".length), openCount]));
}
