import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { announceCancelled, cancelRefreshesOfRun, lockRefreshRun } from "#db/queries/refresh.ts";
import type { Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";

/** Stops what has not ended; facts that were stored stay. What another order waits for as well goes on. */
export async function cancelRun(
  db: Db,
  { actor }: Grant<"node:refresh">,
  runId: string,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const run = await lockRefreshRun(tx, runId);
    if (!run) throw new DomainError("not-found", "No such refresh.");
    if (run.cancelledAt) return;
    const { busyIds } = await cancelRefreshesOfRun(tx, runId, { name: actor.name, at: now });
    for (const id of busyIds) await announceCancelled(tx, id);
    await recordChange(tx, {
      actor,
      action: "refresh.cancel",
      subjectKind: "refresh",
      subjectId: run.id,
      subjectName: run.title,
      vdcId: null,
      before: null,
      after: null,
    });
    await announce(tx, { topic: "refresh", id: runId, vdcId: null });
  });
}
