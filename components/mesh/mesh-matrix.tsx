"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { cn } from "../ui/cn.ts";
import { LookGlyph } from "./look-glyph.tsx";
import { type MeshIndex, type MeshPdc, pdcsInOrder } from "./mesh-data.ts";
import { linksOfPair } from "./mesh-digest.ts";
import { categoryKeyOf, summaryText, worstCategory } from "./mesh-mode.ts";
import type { MeshViewState } from "./use-mesh-view.ts";

type Cell = { row: number; column: number };
const STEPS: Readonly<Record<string, Cell>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

/** Every PDC against every other; the diagonal holds the links inside one. One tab stop, arrows go through the cells. */
export function MeshMatrix({ index, view }: { index: MeshIndex; view: MeshViewState }) {
  const pdcs = pdcsInOrder(index);
  const [current, setCurrent] = useState<Cell>({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const move = (event: KeyboardEvent, cell: Cell) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const last = pdcs.length - 1;
    const row = Math.min(last, Math.max(0, cell.row + step.row));
    const column = Math.min(last, Math.max(0, cell.column + step.column));
    setCurrent({ row, column });
    table.current?.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`)?.focus();
  };
  return (
    <section
      aria-label="Matrix of PDCs"
      // The region scrolls, so the keyboard must be able to reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto p-4 focus-visible:-outline-offset-2"
    >
      <table ref={table} className="border-separate border-spacing-1">
        <caption className="sr-only">
          Links between PDCs and inside them. Arrow keys go from cell to cell.
        </caption>
        <thead>
          <tr>
            <th scope="col" className="text-left text-sm font-normal text-subtle">
              <span className="sr-only">PDC</span>
            </th>
            {pdcs.map(({ id, label }) => (
              <th
                key={id}
                scope="col"
                className="max-w-36 truncate px-2 py-1 text-left text-sm font-medium text-muted"
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pdcs.map((rowPdc, row) => (
            <tr key={rowPdc.id}>
              <th scope="row" className="max-w-44 truncate pr-3 text-right text-sm font-medium text-muted">
                {rowPdc.label}
              </th>
              {pdcs.map((columnPdc, column) => (
                <td key={columnPdc.id} className="p-0">
                  <MatrixCell
                    index={index}
                    view={view}
                    pdcs={[rowPdc, columnPdc]}
                    cell={{ row, column }}
                    isCurrent={current.row === row && current.column === column}
                    onFocus={() => setCurrent({ row, column })}
                    onKeyDown={(event) => move(event, { row, column })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type MatrixCellProps = {
  index: MeshIndex;
  view: MeshViewState;
  pdcs: readonly [MeshPdc, MeshPdc];
  cell: Cell;
  isCurrent: boolean;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

function MatrixCell({ index, view, pdcs: [a, b], cell, isCurrent, onFocus, onKeyDown }: MatrixCellProps) {
  const { mode, hidden, select, setSelect } = view;
  const all = linksOfPair(index, a.id, b.id) ?? [];
  const links = all.filter((link) => !hidden.has(categoryKeyOf(link, mode)));
  const worst = worstCategory(links, mode);
  const pair = index.mesh.pdcLinks.find(({ pdcIds }) => pdcIds.includes(a.id) && pdcIds.includes(b.id));
  const own = a === b ? `pdc/${a.id}` : pair ? `pdc-link/${pair.id}` : "";
  const where = a === b ? `inside ${a.label}` : `${a.label} – ${b.label}`;
  const text = all.length === 0 ? "none" : worst ? summaryText(all, mode) : "filtered out";
  return (
    <button
      type="button"
      data-cell={`${cell.row}-${cell.column}`}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={`${where}: ${worst ? `worst ${worst.word.toLowerCase()}, ` : ""}${text}`}
      aria-pressed={own !== "" && own === select}
      aria-disabled={own === "" || undefined}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={() => own !== "" && setSelect(own === select ? "" : own)}
      className={cn(
        "flex h-11 w-full min-w-30 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-left text-sm tabular-nums transition-colors hover:border-line-strong hover:bg-hover aria-pressed:border-accent aria-pressed:bg-selected",
        a === b && "bg-sunken",
        !worst && "text-subtle",
      )}
    >
      {worst && <LookGlyph look={worst.look} />}
      <span className="truncate">{text}</span>
    </button>
  );
}
