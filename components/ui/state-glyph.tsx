import { cn } from "./cn.ts";

export const STATES = ["up", "degraded", "down", "stale", "unknown"] as const;
export type State = (typeof STATES)[number];

export const STATE_WORDS: Record<State, string> = {
  up: "Up",
  degraded: "Degraded",
  down: "Down",
  stale: "Stale",
  unknown: "Unknown",
};

const GLYPH_COLORS: Record<State, string> = {
  up: "text-up-glyph",
  degraded: "text-degraded-glyph",
  down: "text-down-glyph",
  stale: "text-stale-glyph",
  unknown: "text-unknown-glyph",
};

function Shape({ state }: { state: State }) {
  const ring = { cx: 8, cy: 8, r: 5.25, fill: "none", stroke: "currentColor", strokeWidth: 2 };
  switch (state) {
    case "up":
      return <circle cx="8" cy="8" r="6.25" fill="currentColor" />;
    case "degraded":
      return (
        <>
          <circle {...ring} />
          <path d="M8 2.75a5.25 5.25 0 0 0 0 10.5Z" fill="currentColor" />
        </>
      );
    case "down":
      return <path d="m3.5 3.5 9 9m0-9-9 9" stroke="currentColor" strokeWidth="2.75" strokeLinecap="round" />;
    case "stale":
      return <circle {...ring} strokeDasharray="5 3.247" />;
    case "unknown":
      return <circle {...ring} />;
  }
}

/** The state's shape alone: put its word beside it, or name it with `title`. */
export function StateGlyph({
  state,
  title,
  className,
}: {
  state: State;
  title?: string;
  className?: string;
}) {
  const naming = title ? ({ role: "img", "aria-label": title } as const) : { "aria-hidden": true };
  return (
    <svg viewBox="0 0 16 16" {...naming} className={cn("size-3 shrink-0", GLYPH_COLORS[state], className)}>
      <Shape state={state} />
    </svg>
  );
}
