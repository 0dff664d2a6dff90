import type { HealthState } from "./health.ts";
import { isStale, type Node, type RefreshFailureCause } from "./node.ts";

const NO_ANSWER: readonly RefreshFailureCause[] = ["unreachable", "time-out", "connection-lost"];

/**
 * `down`: it was asked and did not answer. `degraded`: it answered, but could not be read as it should. Nothing is said of
 * a quarantined node, and an interrupted refresh is no evidence.
 */
export function nodeState(node: Node, staleAfterSeconds: number, now: Date): HealthState {
  const { lastRefresh } = node;
  if (!node.isConfirmed) return "unknown";
  const cause = lastRefresh?.outcome === "failed" ? lastRefresh.cause : null;
  if (cause && NO_ANSWER.includes(cause)) return "down";
  if (!node.facts?.identity) return "unknown";
  if (isStale(node, staleAfterSeconds, now)) return "stale";
  return cause && cause !== "interrupted" ? "degraded" : "up";
}
