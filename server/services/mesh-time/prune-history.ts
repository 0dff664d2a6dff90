import type { Db } from "#db/client.ts";
import { deleteMomentsBefore } from "#db/queries/mesh-moment.ts";
import {
  deleteRefreshesBefore,
  deleteRetiredBefore,
  deleteSnapshotsBefore,
  deleteSnapshotsBeyond,
  deleteStaysBefore,
  forgetCommandsOfUnchanged,
} from "#db/queries/prune-history.ts";

/** How long what nodes told is kept. */
export type HistoryLimits = {
  keptDays: number;
  snapshotsPerNodeMax: number;
  /** So many of a kind go at once, so that no statement takes long. */
  rowsAtOnceMax?: number;
};

const DAY_MILLISECONDS = 86_400_000;
const EVERY_MILLISECONDS = 3_600_000;
const ROWS_AT_ONCE_MAX = 20_000;

const lastPrunedMsByDb = new WeakMap<Db, number>();

/**
 * Forgets what is older than the limit: once an hour however often it is called, or at every call while there is more than
 * goes at once. Of each node its last facts stay, and those that held when the limit begins. How the commands of a refresh
 * went that found nothing new is kept for a day.
 */
export async function pruneHistory(
  db: Db,
  { keptDays, snapshotsPerNodeMax, rowsAtOnceMax = ROWS_AT_ONCE_MAX }: HistoryLimits,
  now: Date,
): Promise<void> {
  const lastMs = lastPrunedMsByDb.get(db);
  if (lastMs !== undefined && now.getTime() - lastMs < EVERY_MILLISECONDS) return;
  const limit = new Date(now.getTime() - keptDays * DAY_MILLISECONDS);
  const deletedCounts = [
    await deleteSnapshotsBefore(db, limit, rowsAtOnceMax),
    await deleteSnapshotsBeyond(db, snapshotsPerNodeMax, rowsAtOnceMax),
    await deleteRefreshesBefore(db, limit, rowsAtOnceMax),
    await forgetCommandsOfUnchanged(db, new Date(now.getTime() - DAY_MILLISECONDS), rowsAtOnceMax),
  ];
  await deleteRetiredBefore(db, limit);
  await deleteMomentsBefore(db, limit);
  await deleteStaysBefore(db, limit);
  if (deletedCounts.every((count) => count < rowsAtOnceMax)) lastPrunedMsByDb.set(db, now.getTime());
}
