import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { insertNode, lockNodeRow, type NodeRow, retireNodeRow, updateNode } from "#db/queries/node.ts";
import { deleteRefreshesInFlight } from "#db/queries/refresh.ts";
import { isUniqueViolation } from "#db/queries/violation.ts";
import type { Actor, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { addressRefusal } from "#server/domain/node-address.ts";
import type { HostKeyConfirmation, NodeEnrolment } from "#server/domain/node-enrolment.ts";
import type { Settings } from "#server/domain/settings.ts";

/** Fields of a node whose change matters to an auditor. */
function auditable({ hostname, sshAddress, sshPort, hostKeyFingerprint, hostKeyConfirmedAt }: NodeRow) {
  return { hostname, sshAddress, sshPort, hostKeyFingerprint, isConfirmed: hostKeyConfirmedAt !== null };
}

async function record(
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

async function existing(tx: Db, nodeId: string): Promise<NodeRow> {
  const row = await lockNodeRow(tx, nodeId);
  if (!row) throw new DomainError("not-found", "No such node.");
  return row;
}

/** The node stays quarantined until its host key is confirmed. */
export async function enrolNode(
  { db, settings }: { db: Db; settings: Settings },
  grant: Grant<"node:manage">,
  { sshAddress, sshPort }: NodeEnrolment,
): Promise<{ nodeId: string }> {
  const refusal = addressRefusal(sshAddress, settings.nodeAddressExceptions);
  if (refusal) throw new DomainError("rejected", [{ field: "sshAddress", message: refusal }]);
  try {
    return await db.transaction(async (tx) => {
      const row = await insertNode(tx, { hostname: sshAddress, sshAddress, sshPort });
      await record(tx, grant.actor, "node.enrol", row, { before: null, after: row });
      return { nodeId: row.id };
    });
  } catch (error) {
    if (!isUniqueViolation(error, "node_ssh_endpoint")) throw error;
    throw new DomainError("rejected", [
      { field: "sshAddress", message: `A node at ${sshAddress}, port ${sshPort}, is already enrolled.` },
    ]);
  }
}

/** Pins the key the operator compared; refused when the node has shown another since. */
export async function confirmHostKey(
  db: Db,
  grant: Grant<"node:manage">,
  { nodeId, fingerprint }: HostKeyConfirmation,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await existing(tx, nodeId);
    const shown = before.hostKeyOfferedFingerprint ?? before.hostKeyFingerprint;
    if (shown !== fingerprint)
      throw new DomainError("conflict", "The node has shown another host key since; compare again.");
    const change = {
      hostKeyFingerprint: fingerprint,
      hostKeyOfferedFingerprint: null,
      hostKeyConfirmedAt: now,
    };
    await updateNode(tx, nodeId, change);
    await record(tx, grant.actor, "node.confirm-host-key", before, {
      before,
      after: { ...before, ...change },
    });
  });
}

/** The node is no longer part of the mesh, only of its past; peers lose its ARP entries with the next plan. */
export async function retireNode(
  db: Db,
  grant: Grant<"node:manage">,
  nodeId: string,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await existing(tx, nodeId);
    await retireNodeRow(tx, before, now);
    await deleteRefreshesInFlight(tx, nodeId);
    await record(tx, grant.actor, "node.retire", before, { before, after: null });
  });
}
