/** State of a link or node, worst first; nothing stale or unknown counts as healthy. */
export const HEALTH_STATES = ["down", "degraded", "stale", "unknown", "up"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

export type CountByHealth = Record<HealthState, number>;

export function countByHealth(states: readonly HealthState[]): CountByHealth {
  const counts: CountByHealth = { down: 0, degraded: 0, stale: 0, unknown: 0, up: 0 };
  for (const state of states) counts[state] += 1;
  return counts;
}

/** null: there is nothing to judge. */
export function worstHealth(states: readonly HealthState[]): HealthState | null {
  return HEALTH_STATES.find((state) => states.includes(state)) ?? null;
}
