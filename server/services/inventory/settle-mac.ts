import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { lockNodeRow, settleMacClaim, toNode } from "#db/queries/node.ts";
import type { Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { MacSettlement } from "#server/domain/inventory/list.ts";

/** An operator's word that the MAC address is on this node, whoever else claims it. Holds as long as the node claims it. */
export async function settleMac(
  db: Db,
  { actor }: Grant<"node:manage">,
  { nodeId, macAddress }: MacSettlement,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockNodeRow(tx, nodeId);
    if (!row) throw new DomainError("not-found", "No such node.");
    const claim = toNode(row).macClaims?.get(macAddress);
    if (!claim)
      throw new DomainError("conflict", `${row.hostname} does not say any more that it has ${macAddress}.`);
    await settleMacClaim(tx, nodeId, macAddress, { ...claim, settledAt: now });
    await recordChange(tx, {
      actor,
      action: "node.settle-mac",
      subjectKind: "node",
      subjectId: nodeId,
      subjectName: row.hostname,
      vdcId: null,
      before: { macAddress, settledAt: claim.settledAt },
      after: { macAddress, settledAt: now },
    });
    await announce(tx, { topic: "node", id: nodeId, vdcId: null });
  });
}
