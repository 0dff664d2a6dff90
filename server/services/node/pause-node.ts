import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { lockNodeRow, type NodeRow, updateNode } from "#db/queries/node.ts";
import type { Actor, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { type NodePause, pauseProblem } from "#server/domain/node-pause.ts";

type Pause = Pick<NodeRow, "pausedUntil" | "pausedReason" | "pausedByName">;

const NO_PAUSE: Pause = { pausedUntil: null, pausedReason: null, pausedByName: null };

const auditable = ({ pausedUntil, pausedReason }: Pause) => pausedUntil && { pausedUntil, pausedReason };

async function setPause(db: Db, actor: Actor, nodeId: string, pause: Pause): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await lockNodeRow(tx, nodeId);
    if (!before) throw new DomainError("not-found", "No such node.");
    await updateNode(tx, nodeId, pause);
    await recordChange(tx, {
      actor,
      action: pause.pausedUntil ? "node.pause" : "node.resume",
      subjectKind: "node",
      subjectId: nodeId,
      subjectName: before.hostname,
      vdcId: null,
      before: auditable(before),
      after: auditable(pause),
    });
    await announce(tx, { topic: "node", id: nodeId, vdcId: null });
  });
}

/** The schedule leaves the node alone until then; people may still refresh it. */
export async function pauseNode(
  db: Db,
  { actor }: Grant<"node:manage">,
  { nodeId, reason, until }: NodePause,
  now: Date,
): Promise<void> {
  const problem = pauseProblem({ until }, now);
  if (problem) throw new DomainError("rejected", [{ field: "until", message: problem }]);
  await setPause(db, actor, nodeId, {
    pausedUntil: until,
    pausedReason: reason,
    pausedByName: actor.name,
  });
}

export async function resumeNode(db: Db, { actor }: Grant<"node:manage">, nodeId: string): Promise<void> {
  await setPause(db, actor, nodeId, NO_PAUSE);
}
