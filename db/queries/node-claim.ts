import { and, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "../client.ts";
import { nodes } from "../schema/node.ts";
import { pdcSchedules } from "../schema/pdc-schedule.ts";
import { nodeRefreshes } from "../schema/refresh.ts";
import { sshKeyChecks } from "../schema/ssh-key.ts";
import { nodePdcName } from "./node-schedule.ts";

/** First key of the advisory locks under which nodes are taken to be asked; the second is the PDC. */
const CLAIM_LOCK = 4_789_001;
/** Over all processes, where a PDC has no limit of its own. */
export const ASKED_OF_PDC_AT_ONCE_MAX = 16;

export const REFRESH_STATES_IN_PROGRESS = ["connecting", "collecting", "parsing", "storing"] as const;

/**
 * Whether a node may be asked now: nobody else asks it, and fewer of its PDC's nodes are being asked than may be. Exact over
 * all processes until the transaction ends: those who take from one PDC wait for each other.
 */
export async function mayAskNode(tx: Db, nodeId: string): Promise<boolean> {
  const [node] = await tx
    .select({ pdcName: nodePdcName, atOnceMax: pdcSchedules.refreshesAtOnceMax })
    .from(nodes)
    .leftJoin(pdcSchedules, eq(pdcSchedules.pdcName, nodePdcName))
    .where(eq(nodes.id, nodeId));
  if (!node) return true;
  await tx.execute(sql`select pg_advisory_xact_lock(${CLAIM_LOCK}, hashtext(${node.pdcName ?? ""}))`);
  const isInPdc = sql`${nodePdcName} is not distinct from ${node.pdcName}::text`;
  const busyNodeIds = [...(await refreshing(tx, isInPdc)), ...(await checking(tx, isInPdc))];
  return !busyNodeIds.includes(nodeId) && busyNodeIds.length < (node.atOnceMax ?? ASKED_OF_PDC_AT_ONCE_MAX);
}

async function refreshing(tx: Db, isInPdc: SQL): Promise<string[]> {
  const rows = await tx
    .select({ nodeId: nodeRefreshes.nodeId })
    .from(nodeRefreshes)
    .innerJoin(nodes, eq(nodes.id, nodeRefreshes.nodeId))
    .where(and(inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_PROGRESS]), isInPdc));
  return rows.map(({ nodeId }) => nodeId);
}

async function checking(tx: Db, isInPdc: SQL): Promise<string[]> {
  const rows = await tx
    .select({ nodeId: sshKeyChecks.nodeId })
    .from(sshKeyChecks)
    .innerJoin(nodes, eq(nodes.id, sshKeyChecks.nodeId))
    .where(and(eq(sshKeyChecks.state, "checking"), isInPdc));
  return rows.map(({ nodeId }) => nodeId);
}

/** Takes a queued check to work on it; "over" when somebody else has, or it is no more; "busy" while the node may not be asked. */
export async function claimKeyCheck(
  db: Db,
  { fingerprint, nodeId }: { fingerprint: string; nodeId: string },
  now: Date,
): Promise<"claimed" | "over" | "busy"> {
  return db.transaction(async (tx) => {
    const isIt = and(eq(sshKeyChecks.fingerprint, fingerprint), eq(sshKeyChecks.nodeId, nodeId));
    const isQueued = and(isIt, eq(sshKeyChecks.state, "queued"));
    const [queued] = await tx.select({ count: count() }).from(sshKeyChecks).where(isQueued);
    if (queued?.count === 0) return "over";
    if (!(await mayAskNode(tx, nodeId))) return "busy";
    const claimed = await tx
      .update(sshKeyChecks)
      .set({ state: "checking", startedAt: now })
      .where(isQueued)
      .returning({ nodeId: sshKeyChecks.nodeId });
    return claimed.length > 0 ? "claimed" : "over";
  });
}
