import type { CountByRefreshState } from "#server/domain/refresh-run.ts";
import { REFRESH_STATES_ENDED } from "#server/domain/refresh-state.ts";
import { sumOf } from "#server/domain/sum.ts";

export type RunProgress = {
  total: number;
  done: number;
  changed: number;
  unchanged: number;
  failed: number;
  cancelled: number;
  skipped: number;
  isRunning: boolean;
};

export function progressOf(counts: CountByRefreshState): RunProgress {
  const total = sumOf(Object.values(counts));
  const done = sumOf(REFRESH_STATES_ENDED.map((state) => counts[state]));
  const { done: changed, unchanged, failed, cancelled, skipped } = counts;
  return { total, done, changed, unchanged, failed, cancelled, skipped, isRunning: done < total };
}

/** "3 changed, 5 unchanged, 1 failed"; what there is none of is left out. */
export function outcomeSentence(progress: RunProgress): string {
  const { changed, unchanged, failed, cancelled, skipped, total, done } = progress;
  if (total === 0) return "No node";
  const parts = [
    changed > 0 && `${changed} changed`,
    unchanged > 0 && `${unchanged} unchanged`,
    failed > 0 && `${failed} failed`,
    cancelled > 0 && `${cancelled} cancelled`,
    skipped > 0 && `${skipped} skipped`,
    done < total && `${total - done} to go`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** At least this many have to have ended before anything is said of those to come. */
const ENDED_COUNT_MIN = 3;

/** Seconds until the rest is done at the pace so far; null while that would be a guess. */
export function remainingSeconds(
  { total, done }: RunProgress,
  startedAt: Date,
  lastFinishedAt: Date | null,
): number | null {
  if (done < ENDED_COUNT_MIN || done === total) return null;
  const seconds = Math.max(0, (lastFinishedAt?.getTime() ?? 0) - startedAt.getTime()) / 1000;
  return Math.ceil((seconds / done) * (total - done));
}

/** "0.4 s", "12 s", "2 min 5 s". */
export function formatDuration(startedAt: Date, finishedAt: Date): string {
  const milliseconds = Math.max(0, finishedAt.getTime() - startedAt.getTime());
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)} s`;
  return formatSeconds(Math.round(milliseconds / 1000));
}

/** "12 s", "2 min 5 s". */
export function formatSeconds(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
