import type { RefreshFailureCause } from "./node.ts";

export type FailedAttempt = { cause: RefreshFailureCause; hasBegunAnswering: boolean; attempt: number };

/** A refresh is tried this often in all before it counts as failed. */
export const REFRESH_ATTEMPTS_MAX = 3;
const DELAY_SECONDS_FIRST = 1;

/**
 * What may be gone a moment later. Any other cause stays until a person acts, so trying again would only wait; a node
 * that was too slow to finish its answer would be too slow again.
 */
function isTransient(cause: RefreshFailureCause, hasBegunAnswering: boolean): boolean {
  if (cause === "time-out") return !hasBegunAnswering;
  return cause === "unreachable" || cause === "connection-lost" || cause === "jump-host-unreachable";
}

/**
 * Seconds until the next attempt after the `attempt`-th (from 1) failed; null: it failed for good. Grows threefold, and
 * `random` (0 to 1) spreads it from half to one and a half, so that nodes that fell together do not come back together.
 */
export function retryDelaySeconds(
  { cause, hasBegunAnswering, attempt }: FailedAttempt,
  random: number,
): number | null {
  if (attempt >= REFRESH_ATTEMPTS_MAX || !isTransient(cause, hasBegunAnswering)) return null;
  return DELAY_SECONDS_FIRST * 3 ** (attempt - 1) * (0.5 + random);
}
