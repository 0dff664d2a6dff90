import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { lockNodeRow, type NodeRow } from "#db/queries/node.ts";
import type { Actor } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";

/** Fields of a node whose change matters to an auditor. */
function auditable({ hostname, sshAddress, sshPort, jumpHostPdcName, ...keys }: NodeRow) {
  const { hostKeyFingerprint, hostKeyConfirmedAt } = keys;
  const isConfirmed = hostKeyConfirmedAt !== null;
  return { hostname, sshAddress, sshPort, jumpHostPdcName, hostKeyFingerprint, isConfirmed };
}

export async function recordNode(
  tx: Db,
  actor: Actor,
  action: string,
  row: NodeRow,
  change: { before: NodeRow | null; after: NodeRow | null },
) {
  await recordChange(tx, {
    actor,
    action,
    subjectKind: "node",
    subjectId: row.id,
    subjectName: row.hostname,
    vdcId: null,
    before: change.before && auditable(change.before),
    after: change.after && auditable(change.after),
  });
  await announce(tx, { topic: "node", id: row.id, vdcId: null });
}

/** Holds the node's row until the transaction ends. */
export async function existingNode(tx: Db, nodeId: string): Promise<NodeRow> {
  const row = await lockNodeRow(tx, nodeId);
  if (!row) throw new DomainError("not-found", "No such node.");
  return row;
}
