/** States of one node's refresh that are not its end; while it is in one of them the node has no other refresh. */
export const REFRESH_STATES_IN_FLIGHT = ["queued", "connecting", "collecting", "parsing", "storing"] as const;
export const REFRESH_STATES_ENDED = ["done", "unchanged", "failed", "cancelled", "skipped"] as const;
export const REFRESH_STATES = [...REFRESH_STATES_IN_FLIGHT, ...REFRESH_STATES_ENDED] as const;

export type RefreshStateInFlight = (typeof REFRESH_STATES_IN_FLIGHT)[number];
export type RefreshState = (typeof REFRESH_STATES)[number];

export function isRefreshInFlight(state: RefreshState): state is RefreshStateInFlight {
  return REFRESH_STATES_IN_FLIGHT.some((inFlight) => inFlight === state);
}
