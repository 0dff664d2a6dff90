import { count, eq, inArray } from "drizzle-orm";
import type { Db } from "../client.ts";
import { REFRESH_STATES_IN_FLIGHT } from "#server/domain/refresh-state.ts";
import { nodeFactsSnapshots, nodes, vmVnics } from "../schema/node.ts";
import { nodeRefreshes } from "../schema/refresh.ts";

export async function countRefreshesInFlight(db: Db): Promise<number> {
  const [row] = await db
    .select({ inFlight: count() })
    .from(nodeRefreshes)
    .where(inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_FLIGHT]));
  return row?.inFlight ?? 0;
}

/** Snapshots kept of each node's facts, by node id; none is 0. */
export async function countSnapshots(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ nodeId: nodes.id, snapshots: count(nodeFactsSnapshots.id) })
    .from(nodes)
    .leftJoin(nodeFactsSnapshots, eq(nodeFactsSnapshots.nodeId, nodes.id))
    .groupBy(nodes.id);
  return new Map(rows.map(({ nodeId, snapshots }) => [nodeId, snapshots]));
}

export async function nodeIdOf(db: Db, hostname: string): Promise<string> {
  const [row] = await db.select({ id: nodes.id }).from(nodes).where(eq(nodes.hostname, hostname));
  if (!row) throw new Error(`There is no node ${hostname}.`);
  return row.id;
}

export async function vmUuidOf(db: Db, alias: string): Promise<string> {
  const [row] = await db.select({ vmUuid: vmVnics.vmUuid }).from(vmVnics).where(eq(vmVnics.vmAlias, alias));
  if (!row) throw new Error(`There is no VM ${alias}.`);
  return row.vmUuid;
}
