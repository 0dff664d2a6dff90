import type { Db } from "#db/client.ts";
import { deleteMomentsBefore } from "#db/queries/mesh-moment.ts";
import {
  deleteRefreshesBefore,
  deleteRetiredBefore,
  deleteSnapshotsBefore,
  deleteSnapshotsBeyond,
  deleteStaysBefore,
} from "#db/queries/prune-history.ts";

/** How long what nodes told is kept. */
export type HistoryLimits = { keptDays: number; snapshotsPerNodeMax: number };

const DAY_MILLISECONDS = 86_400_000;
const EVERY_MILLISECONDS = 3_600_000;

const lastPrunedMsByDb = new WeakMap<Db, number>();

/**
 * Forgets what is older than the limit, once an hour however often it is called. Of each node its last facts stay, and
 * those that held when the limit begins.
 */
export async function pruneHistory(
  db: Db,
  { keptDays, snapshotsPerNodeMax }: HistoryLimits,
  now: Date,
): Promise<void> {
  const lastMs = lastPrunedMsByDb.get(db);
  if (lastMs !== undefined && now.getTime() - lastMs < EVERY_MILLISECONDS) return;
  lastPrunedMsByDb.set(db, now.getTime());
  const limit = new Date(now.getTime() - keptDays * DAY_MILLISECONDS);
  await deleteSnapshotsBefore(db, limit);
  await deleteSnapshotsBeyond(db, snapshotsPerNodeMax);
  await deleteRefreshesBefore(db, limit);
  await deleteRetiredBefore(db, limit);
  await deleteMomentsBefore(db, limit);
  await deleteStaysBefore(db, limit);
}
