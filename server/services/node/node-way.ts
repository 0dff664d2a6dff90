import type { Db } from "#db/client.ts";
import { holdJumpHost } from "#db/queries/jump-host.ts";
import { updateNode } from "#db/queries/node.ts";
import { isUniqueViolation } from "#db/queries/violation.ts";
import type { Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { NodeWayChange } from "#server/domain/node-enrolment.ts";
import { existingNode, recordNode } from "./record-node.ts";

/** Why no node can be reached through this PDC's jump host; null: it can, and the jump host stays until the transaction ends. */
export async function jumpHostRefusal(tx: Db, pdcName: string | null): Promise<string | null> {
  if (pdcName === null || (await holdJumpHost(tx, pdcName))) return null;
  return `“${pdcName}” has no jump host; add it on the page PDCs first.`;
}

/** What is known of the node and its keys stays: it is the same machine, reached another way. */
export async function changeNodeWay(
  db: Db,
  { actor }: Grant<"node:manage">,
  { nodeId, jumpHostPdcName }: NodeWayChange,
): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      const before = await existingNode(tx, nodeId);
      const refusal = await jumpHostRefusal(tx, jumpHostPdcName);
      if (refusal) throw new DomainError("rejected", [{ field: "jumpHostPdcName", message: refusal }]);
      const change = { jumpHostPdcName, reachedThroughPdcName: null };
      await updateNode(tx, nodeId, change);
      await recordNode(tx, actor, "node.change-way", before, { before, after: { ...before, ...change } });
    });
  } catch (error) {
    if (!isUniqueViolation(error, "node_ssh_endpoint")) throw error;
    const message = "Another node is already enrolled at this address and port, reached the same way.";
    throw new DomainError("rejected", [{ field: "jumpHostPdcName", message }]);
  }
}
