import { ID_STATES, type StateCounts } from "#server/domain/range-map.ts";
import { cn } from "../ui/cn.ts";
import { figure, type StateWords } from "./map-words.ts";
import { STATE_FILLS } from "./state-fill.ts";

type MapLegendProps = {
  words: StateWords;
  /** Of what is on the screen; null while it loads. */
  counts: StateCounts | null;
};

export function MapLegend({ words, counts }: MapLegendProps) {
  return (
    <ul aria-label="What the patterns mean" className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {ID_STATES.map((state) => (
        <li key={state} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={cn("size-3 rounded-xs", STATE_FILLS[state])} />
          {words[state].legend}
          {counts && <span className="text-ink tabular-nums">{figure(counts[state])}</span>}
        </li>
      ))}
    </ul>
  );
}
