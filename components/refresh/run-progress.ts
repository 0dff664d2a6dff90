import { isRefreshInFlight, type RefreshState } from "#server/domain/refresh-state.ts";

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

export function progressOf(states: readonly RefreshState[]): RunProgress {
  const count = (wanted: RefreshState) => states.filter((state) => state === wanted).length;
  const done = states.filter((state) => !isRefreshInFlight(state)).length;
  return {
    total: states.length,
    done,
    changed: count("done"),
    unchanged: count("unchanged"),
    failed: count("failed"),
    cancelled: count("cancelled"),
    skipped: count("skipped"),
    isRunning: done < states.length,
  };
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
  finishedAts: readonly (Date | null)[],
): number | null {
  if (done < ENDED_COUNT_MIN || done === total) return null;
  const lastFinished = finishedAts.reduce((latest, at) => Math.max(latest, at?.getTime() ?? 0), 0);
  const seconds = Math.max(0, lastFinished - startedAt.getTime()) / 1000;
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
