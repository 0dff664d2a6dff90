import type { Db } from "#db/client.ts";
import { insertNodeOnce } from "#db/queries/node.ts";
import type { Grant } from "#server/domain/access.ts";
import type { ListedEnrolments } from "#server/domain/enrolment-list.ts";
import { addressRefusal } from "#server/domain/node-address.ts";
import type { Settings } from "#server/domain/settings.ts";
import { jumpHostRefusal } from "./node-way.ts";
import { recordNode } from "./record-node.ts";

export type ListedOutcome = {
  sshAddress: string;
  sshPort: number;
  /** null: refused, for the reason in `refusal`. */
  nodeId: string | null;
  refusal: string | null;
};

/** Each by itself, in the order of the list: a refused node holds no other up. All are quarantined. */
export async function enrolListed(
  { db, settings }: { db: Db; settings: Settings },
  { actor }: Grant<"node:manage">,
  { nodes, confirmExpected }: ListedEnrolments,
): Promise<ListedOutcome[]> {
  return db.transaction(async (tx) => {
    const outcomes: ListedOutcome[] = [];
    for (const { sshAddress, sshPort, jumpHostPdcName, expectedFingerprint } of nodes) {
      const refusal =
        addressRefusal(sshAddress, settings.nodeAddressExceptions) ??
        (await jumpHostRefusal(tx, jumpHostPdcName));
      const isSelfConfirming = confirmExpected && expectedFingerprint !== null;
      const row = refusal
        ? null
        : await insertNodeOnce(tx, {
            ...{ hostname: sshAddress, sshAddress, sshPort, jumpHostPdcName, expectedFingerprint },
            confirmExpectedById: isSelfConfirming ? actor.userId : null,
            confirmExpectedByName: isSelfConfirming ? actor.name : null,
          });
      if (row) await recordNode(tx, actor, "node.enrol", row, { before: null, after: row });
      outcomes.push({
        ...{ sshAddress, sshPort, nodeId: row?.id ?? null },
        refusal: row ? null : (refusal ?? "A node at this address and port is already enrolled."),
      });
    }
    return outcomes;
  });
}
