import type { Db } from "#db/client.ts";
import { countOpenRequests } from "#db/queries/delegation-request.ts";
import { countWarnings } from "#db/queries/warning.ts";
import { type Actor, authorize, authorizeCloud, type Scope } from "#server/domain/access.ts";

/** A node has at most one of these open: they name why its last refresh failed. */
const FAILED_NODE_CODES: readonly string[] = [
  "node-unreachable",
  "node-refresh-failed",
  "node-identity-changed",
  "node-host-key-changed",
];

type OpenCount = Awaited<ReturnType<typeof countWarnings>>[number];

async function sumOpen(db: Db, scope: Scope, now: Date, isMeant: (row: OpenCount) => boolean) {
  const rows = await countWarnings(db, scope, { state: "open" }, now);
  return rows.filter(isMeant).reduce((sum, { count }) => sum + count, 0);
}

const isPressing = ({ severity }: OpenCount) => severity !== "info";

/** The few numbers beside the pages' names: what is open and not merely informs, and the nodes that could not be read. */
export async function readHomeCounts(db: Db, actor: Actor, now: Date) {
  if (actor.cloudRole !== null) {
    const { scope } = authorizeCloud(actor, "warning:read");
    return {
      kind: "cloud" as const,
      warningCount: await sumOpen(db, scope, now, isPressing),
      failedNodeCount: await sumOpen(db, scope, now, ({ code }) => FAILED_NODE_CODES.includes(code)),
      openRequestCount: await countOpenRequests(db, authorizeCloud(actor, "delegation:read").scope),
    };
  }
  const vdcs = [];
  for (const vdcId of actor.roleByVdcId.keys()) {
    const { scope } = authorize(actor, vdcId, "warning:read-own");
    vdcs.push({ vdcId, warningCount: await sumOpen(db, scope, now, isPressing) });
  }
  return { kind: "vdcs" as const, vdcs };
}
