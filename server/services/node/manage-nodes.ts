import type { Db } from "#db/client.ts";
import { insertNode, retireNodeRow } from "#db/queries/node.ts";
import { deleteRefreshesInFlight } from "#db/queries/refresh.ts";
import { isUniqueViolation } from "#db/queries/violation.ts";
import type { Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { addressRefusal } from "#server/domain/node-address.ts";
import type { NodeEnrolment } from "#server/domain/node-enrolment.ts";
import type { Settings } from "#server/domain/settings.ts";
import { jumpHostRefusal } from "./node-way.ts";
import { existingNode, recordNode } from "./record-node.ts";

/** The node stays quarantined until its host key is confirmed. */
export async function enrolNode(
  { db, settings }: { db: Db; settings: Settings },
  grant: Grant<"node:manage">,
  { sshAddress, sshPort, jumpHostPdcName }: NodeEnrolment,
): Promise<{ nodeId: string }> {
  const refusal = addressRefusal(sshAddress, settings.nodeAddressExceptions);
  if (refusal) throw new DomainError("rejected", [{ field: "sshAddress", message: refusal }]);
  try {
    return await db.transaction(async (tx) => {
      const missing = await jumpHostRefusal(tx, jumpHostPdcName);
      if (missing) throw new DomainError("rejected", [{ field: "jumpHostPdcName", message: missing }]);
      const row = await insertNode(tx, { hostname: sshAddress, sshAddress, sshPort, jumpHostPdcName });
      await recordNode(tx, grant.actor, "node.enrol", row, { before: null, after: row });
      return { nodeId: row.id };
    });
  } catch (error) {
    if (!isUniqueViolation(error, "node_ssh_endpoint")) throw error;
    throw new DomainError("rejected", [
      { field: "sshAddress", message: `A node at ${sshAddress}, port ${sshPort}, is already enrolled.` },
    ]);
  }
}

/** The node is no longer part of the mesh, only of its past; peers lose its ARP entries with the next plan. */
export async function retireNode(
  db: Db,
  grant: Grant<"node:manage">,
  nodeId: string,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await existingNode(tx, nodeId);
    await retireNodeRow(tx, before, now);
    await deleteRefreshesInFlight(tx, nodeId);
    await recordNode(tx, grant.actor, "node.retire", before, { before, after: null });
  });
}
