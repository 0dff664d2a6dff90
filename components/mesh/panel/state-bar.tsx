import { formatCount } from "../../ui/format-count.ts";
import type { CountByHealth } from "#server/domain/health.ts";
import { ShareBar } from "../../ui/share-bar.tsx";
import { STATE_WORDS, StateGlyph, STATES, type State } from "../../ui/state-glyph.tsx";

const FILLS: Record<State, string> = {
  up: "bg-up-glyph",
  degraded: "bg-degraded-glyph",
  down: "bg-down-glyph",
  stale: "bg-stale-glyph",
  unknown: "bg-unknown-glyph",
};

/** Shares of the states, with their words and numbers. */
export function StateBar({ counts }: { counts: CountByHealth }) {
  const present = STATES.filter((state) => counts[state] > 0);
  if (present.length === 0) return <p className="text-muted">No links.</p>;
  return (
    <div>
      <ShareBar shares={present.map((state) => ({ id: state, count: counts[state], fill: FILLS[state] }))} />
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        {present.map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <StateGlyph state={state} />
            <span className="tabular-nums">{formatCount(counts[state])}</span>
            <span className="text-muted">{STATE_WORDS[state].toLowerCase()}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
