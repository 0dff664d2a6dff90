import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
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
 * What `mayAskNode` needs, of nodes joined with the schedules of their PDCs. Who selects it waits for the others who take
 * from one PDC, until they are through.
 */
export const askedNodeColumns = {
  pdcName: nodePdcName,
  atOnceMax: pdcSchedules.refreshesAtOnceMax,
  isNext: sql<unknown>`pg_advisory_xact_lock(${CLAIM_LOCK}, hashtext(coalesce(${nodePdcName}, '')))`,
};

/**
 * Condition under which a node may be asked now: nobody else asks it, and fewer of its PDC's nodes are being asked than may
 * be. Exact over all processes until the transaction ends, which began by selecting `askedNodeColumns`.
 */
export function mayAskNode(
  tx: Db,
  { nodeId, pdcName, atOnceMax }: { nodeId: string; pdcName: string | null; atOnceMax: number | null },
): SQL<boolean> {
  const isInPdc = sql`${nodePdcName} is not distinct from ${pdcName}::text`;
  const refreshed = tx
    .select({ nodeId: nodeRefreshes.nodeId })
    .from(nodeRefreshes)
    .innerJoin(nodes, eq(nodes.id, nodeRefreshes.nodeId))
    .where(and(inArray(nodeRefreshes.state, [...REFRESH_STATES_IN_PROGRESS]), isInPdc));
  const checked = tx
    .select({ nodeId: sshKeyChecks.nodeId })
    .from(sshKeyChecks)
    .innerJoin(nodes, eq(nodes.id, sshKeyChecks.nodeId))
    .where(and(eq(sshKeyChecks.state, "checking"), isInPdc));
  const asked = unionAll(refreshed, checked).as("asked");
  return sql`(
    select count(*) < ${atOnceMax ?? ASKED_OF_PDC_AT_ONCE_MAX} and coalesce(bool_and(${asked.nodeId} <> ${nodeId}), true)
    from ${asked}
  )`;
}

/** For those who could not take a node: whether that is because it may not be asked. */
export async function isKeptFromAsking(tx: Db, mayAsk: SQL<boolean>): Promise<boolean> {
  const [row] = await tx.select({ mayAsk }).from(sql`(select) as "one"`);
  return row?.mayAsk !== true;
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
    const [queued] = await tx
      .select({ nodeId: sshKeyChecks.nodeId, ...askedNodeColumns })
      .from(sshKeyChecks)
      .innerJoin(nodes, eq(nodes.id, sshKeyChecks.nodeId))
      .leftJoin(pdcSchedules, eq(pdcSchedules.pdcName, nodePdcName))
      .where(isQueued);
    if (!queued) return "over";
    const mayAsk = mayAskNode(tx, queued);
    const claimed = await tx
      .update(sshKeyChecks)
      .set({ state: "checking", startedAt: now })
      .where(and(isQueued, mayAsk))
      .returning({ nodeId: sshKeyChecks.nodeId });
    if (claimed.length > 0) return "claimed";
    return (await isKeptFromAsking(tx, mayAsk)) ? "busy" : "over";
  });
}
