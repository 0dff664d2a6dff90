"use client";

import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { countIds, type IdRange } from "#server/domain/id-range.ts";
import { mapCellSize, mapCells } from "#server/domain/range-map.ts";
import { cn } from "../ui/cn.ts";
import { cellText } from "./cell-text.ts";
import { pressKey } from "./grid-keys.ts";
import { MapCellFill } from "./map-cell.tsx";
import type { MapSource } from "./map-data.ts";
import { COLUMN_COUNT, gridRows, windowOfCell } from "./map-window.ts";
import { columnText, figure, type StateWords } from "./map-words.ts";
import { useGestures } from "./use-gestures.ts";
import type { MapViewState } from "./use-map-view.ts";

type MapGridProps = {
  source: MapSource;
  view: MapViewState;
  words: StateWords;
  chosenId: number | null;
  /** Takes a single free id; without it nothing is taken. */
  onChoose?: ((id: number) => void) | undefined;
  /** Ids that are drawn round: a selection, ranges that exist. */
  marked: readonly IdRange[];
  /** A selection that grows; without it dragging zooms. */
  selecting?: { anchor: number | null; onSelect: (range: IdRange, anchor: number) => void } | undefined;
};

const COLUMNS = Array.from({ length: COLUMN_COUNT }, (_, column) => column);

function isTouching(range: IdRange, ranges: readonly IdRange[]): boolean {
  return ranges.some(({ first, last }) => range.first <= last && range.last >= first);
}

/** Cells of the window, ten a row; one of them takes part in the tab order, arrows lead to the others. */
export function MapGrid(props: MapGridProps) {
  const { source, view, words, chosenId, onChoose, marked, selecting } = props;
  const { window } = view;
  const size = mapCellSize(window);
  const cells = mapCells(window);
  const focused = cells.find(({ first, last }) => view.focusedId >= first && view.focusedId <= last);
  const countsByFirst = new Map(source.data?.cells.map(({ first, counts }) => [first, counts]));
  const isPlaceKept = useRef(false);
  const focusRequestSeen = useRef(view.focusRequest);

  const enter = (cell: IdRange | undefined) => {
    if (!cell) return;
    if (countIds([cell]) > 1) view.show(windowOfCell(cell, view.bounds), cell.first);
    else if (countsByFirst.get(cell.first)?.free || countsByFirst.get(cell.first)?.used)
      onChoose?.(cell.first);
  };
  const select = (cell: IdRange) => selecting?.onSelect(cell, cell.first);
  const extendTo = (id: number) => {
    const anchor = selecting?.anchor ?? focused?.first ?? id;
    const to = Math.floor(id / size) * size;
    const last = Math.floor(anchor / size) * size;
    selecting?.onSelect(
      {
        first: Math.max(Math.min(anchor, to), view.bounds.first),
        last: Math.min(Math.max(to, last) + size - 1, view.bounds.last),
      },
      anchor,
    );
  };
  const { grid, setGrid, dragged, handlers } = useGestures(view, (range, isDone) => {
    if (selecting) selecting.onSelect(range, range.first);
    else if (isDone) view.show(range, range.first);
  });
  const press = (event: KeyboardEvent) => {
    const actions = {
      enter: () => enter(focused),
      ...(selecting ? { select: () => focused && select(focused), extendTo } : {}),
    };
    if (!pressKey(event, view, actions)) return;
    isPlaceKept.current = true;
    event.preventDefault();
    event.stopPropagation();
  };

  // The browser's focus is the outside system: it goes along to another cell, also of another window, and where it is sent.
  // A passive effect may be late: run after the next key, it would forget of that key what is to be done after its drawing.
  useLayoutEffect(() => {
    const isSent = view.focusRequest !== focusRequestSeen.current;
    focusRequestSeen.current = view.focusRequest;
    const { activeElement } = document;
    const isLost = activeElement === document.body || grid?.contains(activeElement);
    if (isSent || (isPlaceKept.current && isLost))
      grid?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: !isSent });
    isPlaceKept.current = false;
  });

  return (
    <table
      ref={setGrid}
      // The pattern for a table whose cells are walked through with the arrow keys.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      tabIndex={-1}
      aria-label={source.label}
      aria-busy={source.data === null || undefined}
      aria-multiselectable={selecting ? true : undefined}
      onKeyDown={press}
      {...handlers}
      className={cn(
        "w-full table-fixed border-separate border-spacing-0.75 select-none",
        selecting ? "touch-none" : "touch-pan-y",
      )}
    >
      <thead>
        <tr>
          <th scope="col" className="w-16">
            <span className="sr-only">From id</span>
          </th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className="text-center text-xs font-normal text-subtle tabular-nums">
              {columnText(column, size)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {gridRows(window, cells).map(({ first, cells: row }) => (
          <tr key={first}>
            <th scope="row" className="pr-1 text-right text-xs font-normal text-subtle tabular-nums">
              {figure(first)}
            </th>
            {row.map((cell, column) =>
              cell === null ? (
                <td key={COLUMNS[column]}>
                  <span className="sr-only">No such id</span>
                </td>
              ) : (
                <td
                  key={COLUMNS[column]}
                  className="p-0"
                  aria-selected={selecting ? isTouching(cell, marked) : size === 1 && cell.first === chosenId}
                >
                  <button
                    type="button"
                    tabIndex={cell.first === focused?.first ? 0 : -1}
                    aria-label={cellText(cell, source.data, words)}
                    title={cellText(cell, source.data, words)}
                    data-first={cell.first}
                    data-last={cell.last}
                    onFocus={() => cell.first !== focused?.first && view.focus(cell.first)}
                    onClick={() => {
                      isPlaceKept.current = true;
                      if (selecting) select(cell);
                      else enter(cell);
                    }}
                    onDoubleClick={() => selecting && enter(cell)}
                    className="block h-7 w-full rounded-xs hover:brightness-95 focus-visible:relative focus-visible:z-1 dark:hover:brightness-125"
                  >
                    <MapCellFill
                      counts={countsByFirst.get(cell.first) ?? null}
                      digits={size === 1 ? String(cell.first % 100).padStart(2, "0") : null}
                      isChosen={size === 1 && cell.first === chosenId}
                      isMarked={isTouching(cell, marked) || (dragged !== null && isTouching(cell, [dragged]))}
                      isAround={
                        size > 1 &&
                        chosenId !== null &&
                        isTouching(cell, [{ first: chosenId, last: chosenId }])
                      }
                    />
                  </button>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
