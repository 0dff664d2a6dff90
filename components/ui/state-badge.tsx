import { Age } from "./age.tsx";
import { cn } from "./cn.ts";
import { type State, STATE_WORDS, StateGlyph } from "./state-glyph.tsx";

const TINTS: Record<State, string> = {
  up: "bg-up-soft text-up",
  degraded: "bg-degraded-soft text-degraded",
  down: "bg-down-soft text-down",
  stale: "bg-stale-soft text-stale",
  unknown: "bg-unknown-soft text-unknown",
};

export type StateBadgeProps = {
  state: State;
  /** When what is shown was observed; a stale state shows its age. */
  observedAt?: Date | null;
  /** Said after the word, e.g. "idle". */
  detail?: string;
  className?: string;
};

/** Shape, word and color together, so that none of them carries the meaning alone. */
export function StateBadge({ state, observedAt, detail, className }: StateBadgeProps) {
  return (
    <span
      data-state-badge={state}
      className={cn(
        "inline-flex h-5 items-center gap-1.5 rounded-full px-2 align-middle text-sm font-medium whitespace-nowrap",
        TINTS[state],
        className,
      )}
    >
      <StateGlyph state={state} className="-ml-0.5" />
      <span>
        {STATE_WORDS[state]}
        {detail && <span className="font-normal"> ({detail})</span>}
        {state === "stale" && observedAt && (
          <span className="font-normal">
            , <Age at={observedAt} />
          </span>
        )}
      </span>
    </span>
  );
}
