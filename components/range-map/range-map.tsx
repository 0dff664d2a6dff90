"use client";

import { useState } from "react";
import type { IdRange } from "#server/domain/id-range.ts";
import { addCounts, mapCells, NO_COUNTS } from "#server/domain/range-map.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { cellText } from "./cell-text.ts";
import { MapCrumbs } from "./map-crumbs.tsx";
import type { MapSource } from "./map-data.ts";
import { MapGrid } from "./map-grid.tsx";
import { MapLegend } from "./map-legend.tsx";
import { MapTools } from "./map-tools.tsx";
import { figure, rangeText, type StateWords, USE_WORDS } from "./map-words.ts";
import { RangeList } from "./range-list.tsx";
import type { MapViewState } from "./use-map-view.ts";

export type RangeMapProps = {
  source: MapSource;
  view: MapViewState;
  words?: StateWords;
  chosenId?: number | null;
  /** Given, single ids can be taken. */
  onChoose?: (id: number) => void;
  /** Given, ranges can be selected: by dragging, or with Shift and the arrows. */
  onSelect?: (range: IdRange) => void;
  selection?: IdRange | null;
  /** Ranges to be drawn round. */
  marked?: readonly IdRange[];
};

const NONE: readonly IdRange[] = [];

/** Ids from all of them down to one: a picture to look at, to walk through with the keyboard, and to read as a list. */
export function RangeMap(props: RangeMapProps) {
  const { source, view, words = USE_WORDS, chosenId = null, onChoose, onSelect } = props;
  const { selection = null, marked = NONE } = props;
  const [anchor, setAnchor] = useState<number | null>(null);
  const [found, setFound] = useState<IdRange | null>(null);
  const { data, bounds, label } = source;
  const counts = data && data.cells.reduce((sum, cell) => addCounts(sum, cell.counts), NO_COUNTS);
  const focused = mapCells(view.window).find(
    ({ first, last }) => view.focusedId >= first && view.focusedId <= last,
  );
  const selecting = onSelect && {
    anchor,
    onSelect: (range: IdRange, from: number) => {
      setAnchor(from);
      onSelect(range);
    },
  };
  return (
    <section aria-label={`Range map: ${label}`} className="flex min-w-0 flex-col gap-2">
      <MapTools
        source={source}
        onShowId={view.showId}
        onFound={(first, count) => {
          const range = { first, last: first + count - 1 };
          setFound(count > 1 ? range : null);
          if (onSelect) selecting?.onSelect(range, first);
          view.showId(first);
        }}
      />
      <MapCrumbs view={view} noun={bounds.noun} />
      {source.error ? (
        <div role="alert" className="flex flex-wrap items-center gap-3 rounded-md bg-sunken p-4">
          <p>{sentenceOf(source.error)}</p>
          <Button size="sm" onClick={source.onRetry}>
            Try again
          </Button>
        </div>
      ) : (
        <MapGrid
          source={source}
          view={view}
          words={words}
          chosenId={chosenId}
          onChoose={onChoose}
          marked={[...marked, ...(selection ? [selection] : []), ...(found && !onSelect ? [found] : [])]}
          selecting={selecting}
        />
      )}
      <p className="min-h-4.5 text-sm text-muted tabular-nums">
        {selection
          ? `Selected ${rangeText(selection)}: ${figure(selection.last - selection.first + 1)} ids.`
          : focused && cellText(focused, data, words)}
      </p>
      <MapLegend words={words} counts={counts} />
      <p className="text-sm text-subtle">
        {onSelect
          ? "Drag over cells, or hold Shift with the arrow keys, to select. Enter or a double click shows a cell’s ids, Escape goes back."
          : onChoose
            ? "Arrow keys move, Enter shows a cell’s ids and takes a single one, Escape goes back. Dragging, or Ctrl and the wheel, zooms too."
            : "Arrow keys move, Enter shows a cell’s ids, Escape goes back. Dragging, or Ctrl and the wheel, zooms too."}
      </p>
      {data && <RangeList data={data} label={label} noun={bounds.noun} words={words} onChoose={onChoose} />}
    </section>
  );
}
