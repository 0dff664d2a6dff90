import type { RefreshState } from "./refresh-state.tsx";

const IN_FLIGHT: readonly RefreshState[] = ["queued", "connecting", "collecting", "storing"];

export type RunProgress = {
  total: number;
  done: number;
  changed: number;
  unchanged: number;
  failed: number;
  skipped: number;
  isRunning: boolean;
};

export function isInFlight(state: RefreshState): boolean {
  return IN_FLIGHT.includes(state);
}

export function progressOf(states: readonly RefreshState[]): RunProgress {
  const count = (wanted: RefreshState) => states.filter((state) => state === wanted).length;
  const done = states.filter((state) => !isInFlight(state)).length;
  return {
    total: states.length,
    done,
    changed: count("done"),
    unchanged: count("unchanged"),
    failed: count("failed"),
    skipped: count("skipped"),
    isRunning: done < states.length,
  };
}

/** "3 changed, 5 unchanged, 1 failed"; what there is none of is left out. */
export function outcomeSentence({ changed, unchanged, failed, skipped, total, done }: RunProgress): string {
  if (total === 0) return "No node";
  const parts = [
    changed > 0 && `${changed} changed`,
    unchanged > 0 && `${unchanged} unchanged`,
    failed > 0 && `${failed} failed`,
    skipped > 0 && `${skipped} skipped`,
    done < total && `${total - done} to go`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** "0.4 s", "12 s", "2 min 5 s". */
export function formatDuration(startedAt: Date, finishedAt: Date): string {
  const milliseconds = Math.max(0, finishedAt.getTime() - startedAt.getTime());
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
