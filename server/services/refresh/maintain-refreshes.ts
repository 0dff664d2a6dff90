import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import {
  failInterruptedRefreshes,
  listForgottenRefreshIds,
  listRefreshJobs,
  sumEndedRuns,
} from "#db/queries/refresh.ts";
import type { RefreshQueue } from "../refresh-queue.ts";

/** Longer than any refresh can take, its limits and waiting for the database included. */
const REFRESH_SECONDS_MAX = 300;
const RUNS_SUMMED_AT_ONCE_MAX = 20;
const FORGOTTEN_AFTER_SECONDS = { whileIdle: 120, whileBusy: 900 };

/** No refresh stays in progress for ever: the dead are ended, the forgotten queued again. `startedBefore` narrows at start-up. */
export async function maintainRefreshes(
  { db, refreshQueue }: { db: Db; refreshQueue: RefreshQueue },
  now: Date,
  startedBefore = new Date(now.getTime() - REFRESH_SECONDS_MAX * 1000),
): Promise<void> {
  const nodeIds = await failInterruptedRefreshes(db, startedBefore, now);
  for (const id of nodeIds) await announce(db, { topic: "refresh", id, vdcId: null });
  const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  const forgotten = await listForgottenRefreshIds(db, {
    whileIdle: secondsAgo(FORGOTTEN_AFTER_SECONDS.whileIdle),
    whileBusy: secondsAgo(FORGOTTEN_AFTER_SECONDS.whileBusy),
  });
  await refreshQueue.enqueue(await listRefreshJobs(db, forgotten, { isUrgent: false }));
  await sumEndedRuns(db, RUNS_SUMMED_AT_ONCE_MAX);
}
