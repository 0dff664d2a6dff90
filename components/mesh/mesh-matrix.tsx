// A table cannot be virtual both ways, so its parts carry the roles of one.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { matrixCell } from "#server/domain/mesh/matrix.ts";
import { cn } from "../ui/cn.ts";
import { LookGlyph } from "./look-glyph.tsx";
import type { MeshScene } from "./mesh-data.ts";
import { type CellWords, matrixCellWords } from "./matrix-words.ts";
import { type ChangeBySelect, type ChangeMark, changeWords, markOf } from "./time/mesh-change-marks.ts";
import type { MeshViewState } from "./use-mesh-view.ts";

type Cell = { row: number; column: number };
const STEPS: Readonly<Record<string, Cell>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};
/** With more PDCs cells hold a shape alone; their words are in the name of each. */
const WORDY_PDCS_MAX = 14;
const SIZES = {
  wordy: { row: 44, column: 172, head: 136 },
  dense: { row: 26, column: 26, head: 150 },
};

export type MeshMatrixProps = { scene: MeshScene; view: MeshViewState; changes: ChangeBySelect };

/** Every PDC against every other; the diagonal holds the links inside one. One tab stop, arrows go through the cells. */
export function MeshMatrix({ scene, view, changes }: MeshMatrixProps) {
  const { pdcs } = scene.overview;
  const isWordy = pdcs.length <= WORDY_PDCS_MAX;
  const size = isWordy ? SIZES.wordy : SIZES.dense;
  const [current, setCurrent] = useState<Cell>({ row: 0, column: 0 });
  const frame = useRef<HTMLElement>(null);
  const shared = { count: pdcs.length, getScrollElement: () => frame.current, overscan: 4 };
  // The compiler that this rule speaks for is not in use.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({ ...shared, estimateSize: () => size.row });
  const columns = useVirtualizer({ ...shared, horizontal: true, estimateSize: () => size.column });
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const last = pdcs.length - 1;
    const row = Math.min(last, Math.max(0, current.row + step.row));
    const column = Math.min(last, Math.max(0, current.column + step.column));
    setCurrent({ row, column });
    rows.scrollToIndex(row);
    columns.scrollToIndex(column);
    requestAnimationFrame(() =>
      frame.current?.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`)?.focus(),
    );
  };
  const head = isWordy ? 32 : 112;
  return (
    <section
      ref={frame}
      aria-label="Matrix of PDCs"
      // The region scrolls, so the keyboard must be able to reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto p-4 focus-visible:-outline-offset-2"
    >
      <div
        role="grid"
        aria-label="Links between PDCs and inside them. Arrow keys go from cell to cell"
        aria-rowcount={pdcs.length + 1}
        aria-colcount={pdcs.length + 1}
        tabIndex={-1}
        onKeyDown={move}
        className="relative"
        style={{ height: rows.getTotalSize() + head, width: columns.getTotalSize() + size.head }}
      >
        <div role="row" aria-rowindex={1} className="sticky top-0 z-20 bg-surface" style={{ height: head }}>
          <span role="columnheader" aria-colindex={1} className="sr-only">
            PDC
          </span>
          {columns.getVirtualItems().map(({ index, start }) => (
            <span
              key={index}
              role="columnheader"
              aria-colindex={index + 2}
              title={pdcs[index]?.label}
              className={cn(
                "absolute truncate text-sm font-medium text-muted",
                isWordy ? "px-2 py-1" : "origin-bottom-left -rotate-60",
              )}
              style={{
                left: size.head + start + (isWordy ? 0 : 16),
                top: isWordy ? 0 : head - 22,
                width: isWordy ? size.column - 4 : 112,
              }}
            >
              {pdcs[index]?.label}
            </span>
          ))}
        </div>
        {rows.getVirtualItems().map(({ index: row, start }) => (
          <div
            key={row}
            role="row"
            aria-rowindex={row + 2}
            className="absolute left-0 w-full"
            style={{ top: head + start, height: size.row }}
          >
            <span
              role="rowheader"
              aria-colindex={1}
              title={pdcs[row]?.label}
              className="sticky left-0 z-10 inline-block truncate bg-surface pr-3 text-right text-sm font-medium text-muted"
              style={{ width: size.head, lineHeight: `${size.row - 4}px` }}
            >
              {pdcs[row]?.label}
            </span>
            {columns.getVirtualItems().map(({ index: column, start: left }) => (
              <MatrixCell
                key={column}
                scene={scene}
                view={view}
                changes={changes}
                cell={{ row, column }}
                isWordy={isWordy}
                isCurrent={current.row === row && current.column === column}
                onFocus={() => setCurrent({ row, column })}
                style={{ left: size.head + left, width: size.column - 4, height: size.row - 4 }}
              />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

/** Where there is no room for the word it is in the cell's name. */
function CellMark({ mark: { kind, shape, word }, isWordy }: { mark: ChangeMark; isWordy: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        "absolute -top-1.5 -right-1 rounded-full border border-current bg-raised px-1 text-[0.625rem] leading-4 font-semibold",
        MARK_TINTS[kind],
      )}
    >
      {isWordy ? `${shape} ${word}` : shape}
    </span>
  );
}

const MARK_TINTS: Record<ChangeMark["kind"], string> = {
  "encryption-lost": "text-down",
  worse: "text-down",
  better: "text-up",
  other: "text-accent-ink",
  new: "text-accent-ink",
};

type MatrixCellProps = {
  scene: MeshScene;
  view: MeshViewState;
  changes: ChangeBySelect;
  cell: Cell;
  isWordy: boolean;
  isCurrent: boolean;
  onFocus: () => void;
  style: { left: number; width: number; height: number };
};

function MatrixCell({ scene, view, changes, cell, isWordy, isCurrent, onFocus, style }: MatrixCellProps) {
  const { select, setSelect, mode, hidden } = view;
  const { row, column } = cell;
  const words = useMemo((): CellWords | null => {
    const { pdcs, matrix } = scene.overview;
    const [a, b] = [pdcs[row], pdcs[column]];
    if (!a || !b) return null;
    const packed = matrixCell(matrix, a.id, b.id);
    return packed && matrixCellWords(scene, { a, b, cell: packed }, { mode, hidden });
  }, [scene, row, column, mode, hidden]);
  if (!words) return null;
  const { look, text, select: own } = words;
  const change = changes.get(own);
  const name = change ? `${words.name}; ${changeWords(change)}` : words.name;
  return (
    <span role="gridcell" aria-colindex={column + 2} className="absolute top-0" style={style}>
      <button
        type="button"
        data-cell={`${row}-${column}`}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={name}
        title={isWordy ? undefined : name}
        aria-pressed={own !== "" && own === select}
        aria-disabled={own === "" || undefined}
        onFocus={onFocus}
        onClick={() => own !== "" && setSelect(own === select ? "" : own)}
        className={cn(
          "relative flex size-full items-center gap-2 rounded-md border border-line bg-surface text-left text-sm tabular-nums transition-colors hover:border-line-strong hover:bg-hover aria-pressed:border-accent aria-pressed:bg-selected",
          isWordy ? "px-2.5" : "justify-center rounded-sm",
          row === column && "bg-sunken",
          !look && "text-subtle",
        )}
      >
        {look && <LookGlyph look={look} />}
        {isWordy && <span className="truncate">{text}</span>}
        {change && <CellMark mark={markOf(change)} isWordy={isWordy} />}
      </button>
    </span>
  );
}
