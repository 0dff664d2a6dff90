import type { IdState } from "#server/domain/range-map.ts";

/** A pattern as well as a color for each state, so that neither alone has to be told apart. */
export const STATE_FILLS: Record<IdState, string> = {
  used: "bg-accent",
  resting:
    "bg-degraded-soft bg-[radial-gradient(var(--degraded-glyph)_1px,transparent_1.5px)] bg-[length:5px_5px] border border-degraded-glyph/50",
  unavailable:
    "bg-[repeating-linear-gradient(135deg,var(--line-strong)_0_2px,transparent_2px_4px)] border border-line-strong",
  free: "border border-control/60 bg-surface",
  outside: "bg-sunken border border-transparent",
};
