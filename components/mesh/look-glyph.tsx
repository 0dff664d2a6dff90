import { cn } from "../ui/cn.ts";
import { GLYPHS, type Look } from "./mesh-glyph.ts";

const COLORS: Record<Look, string> = {
  up: "text-up-glyph",
  degraded: "text-degraded-glyph",
  down: "text-down-glyph",
  stale: "text-stale-glyph",
  unknown: "text-unknown-glyph",
  admin: "text-info-glyph",
  ipsec: "text-up-glyph",
  "clear-text": "text-down-glyph",
};

/** The shape alone: put its word beside it. */
export function LookGlyph({ look, className }: { look: Look; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cn("size-3 shrink-0", COLORS[look], className)}>
      {GLYPHS[look].map(({ d, width = 0, dash, isFilled }) => (
        <path
          key={d}
          d={d}
          fill={isFilled ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth={width}
          strokeDasharray={dash}
          strokeLinecap={dash ? "butt" : "round"}
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}

const LINES: Record<Look, { dash?: string; width: number }> = {
  up: { width: 2.5 },
  degraded: { dash: "7 4", width: 2.5 },
  down: { dash: "2 4", width: 2.5 },
  stale: { dash: "11 6", width: 2 },
  unknown: { dash: "1.5 4", width: 1.5 },
  admin: { width: 1.5 },
  ipsec: { width: 2.5 },
  "clear-text": { dash: "2 4", width: 2.5 },
};

/** The line as the canvas draws it. */
export function LookLine({ look, className }: { look: Look; className?: string }) {
  const { dash, width } = LINES[look];
  return (
    <svg viewBox="0 0 28 8" aria-hidden className={cn("h-2 w-7 shrink-0", COLORS[look], className)}>
      <path d="M1 4h26" stroke="currentColor" strokeWidth={width} strokeDasharray={dash} />
    </svg>
  );
}
