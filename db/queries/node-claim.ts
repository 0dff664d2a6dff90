import { and, eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Db } from "../client.ts";
import { sshKeyChecks } from "../schema/ssh-key.ts";

/** First key of the advisory locks under which nodes are taken to be asked; the second is the PDC. */
const CLAIM_LOCK = 4_789_001;
/** Over all processes, where a PDC has no limit of its own. */
export const ASKED_OF_PDC_AT_ONCE_MAX = 16;

export const REFRESH_STATES_IN_PROGRESS = ["connecting", "collecting", "parsing", "storing"] as const;

/**
 * Condition under which a node may be asked now: nobody else asks it, and fewer of its PDC's nodes are being asked than may
 * be. Waits for the others who take from its PDC, and is exact over all processes until the transaction ends.
 */
export function mayAskNode(nodeId: SQLWrapper): SQL<boolean> {
  return sql`may_ask_node(${nodeId}, ${CLAIM_LOCK}, ${ASKED_OF_PDC_AT_ONCE_MAX})`;
}

/** Takes a queued check to work on it; "over" when somebody else has, or it is no more; "busy" while the node may not be asked. */
export async function claimKeyCheck(
  db: Db,
  { fingerprint, nodeId }: { fingerprint: string; nodeId: string },
  now: Date,
): Promise<"claimed" | "over" | "busy"> {
  const isIt = and(eq(sshKeyChecks.fingerprint, fingerprint), eq(sshKeyChecks.nodeId, nodeId));
  const isQueued = and(isIt, eq(sshKeyChecks.state, "queued"));
  const mayAsk = mayAskNode(sshKeyChecks.nodeId);
  const claimed = await db
    .update(sshKeyChecks)
    .set({ state: "checking", startedAt: now })
    .where(and(isQueued, mayAsk))
    .returning({ nodeId: sshKeyChecks.nodeId });
  if (claimed.length > 0) return "claimed";
  const [queued] = await db.select({ mayAsk }).from(sshKeyChecks).where(isQueued);
  return queued?.mayAsk === false ? "busy" : "over";
}
