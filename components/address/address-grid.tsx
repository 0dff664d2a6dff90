"use client";

import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import type { AddressState } from "#server/domain/address/entry.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import { cn } from "../ui/cn.ts";
import { AddressGlyph } from "./address-glyph.tsx";
import type { Cell } from "./cells.ts";
import { COLUMNS, cellAfterKey } from "./grid-keys.ts";

export type AddressGridProps = {
  cells: readonly Cell[];
  /** Names the grid: "Addresses of 10.0.0.0/24". */
  label: string;
  selection: IdRange | null;
  onSelect: (selection: IdRange) => void;
  /** Enter on an address, or a click on a block. */
  onOpen: (cell: Cell) => void;
};

const BACKGROUNDS: Record<AddressState, string> = {
  free: "border-line bg-surface text-subtle",
  server: "border-accent/45 bg-accent-soft text-accent-ink",
  other: "border-line-strong bg-unknown-soft text-muted",
  vm: "border-accent bg-accent text-on-accent font-semibold",
  unlisted: "border-degraded-glyph/60 bg-degraded-soft text-degraded font-semibold",
  node: "border-info-glyph/50 bg-info-soft text-info",
  gateway: "border-ink/50 bg-surface text-ink font-semibold",
  network: "border-line bg-sunken text-subtle",
  broadcast: "border-line bg-sunken text-subtle",
};

/** Arrows move, Shift with them selects a range, Enter opens. One stop for the Tab key. */
export function AddressGrid({ cells, label, selection, onSelect, onOpen }: AddressGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const selectedIndex = selection ? cells.findIndex((cell) => isSelected(cell, selection)) : -1;
  const [active, setActive] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const activeIndex = Math.min(active ?? Math.max(selectedIndex, 0), cells.length - 1);

  const select = (from: number, to: number) => {
    const [one, other] = [cells[Math.min(from, to)], cells[Math.max(from, to)]];
    if (one && other) onSelect({ first: one.first, last: other.last });
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const cell = cells[activeIndex];
    if (!cell) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      setAnchor(activeIndex);
      if (event.key === "Enter") onOpen(cell);
      else select(activeIndex, activeIndex);
      return;
    }
    const next = cellAfterKey(event, activeIndex, cells.length);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    grid.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    if (!event.shiftKey) return setAnchor(null);
    const from = anchor ?? activeIndex;
    setAnchor(from);
    select(from, next);
  };
  const click = (event: MouseEvent, index: number) => {
    const cell = cells[index];
    if (!cell) return;
    setActive(index);
    if (event.shiftKey) return select(anchor ?? activeIndex, index);
    setAnchor(index);
    if (cell.kind === "block") onOpen(cell);
    else select(index, index);
  };

  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      aria-label={label}
      aria-multiselectable
      onKeyDown={press}
      className="flex flex-col gap-0.5 outline-none"
    >
      {rowsOf(cells).map((row, rowIndex) => (
        // A grid of single cells with the keyboard of one widget, which a table is not.
        // oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/prefer-tag-over-role
        <div key={row[0]?.first} role="row" className="grid grid-cols-16 gap-0.5">
          {row.map((cell, column) => {
            const index = rowIndex * COLUMNS + column;
            return (
              <div
                key={cell.first}
                // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
                role="gridcell"
                data-index={index}
                tabIndex={index === activeIndex ? 0 : -1}
                aria-label={cell.name}
                aria-selected={selection !== null && isSelected(cell, selection)}
                title={cell.name}
                onClick={(event) => click(event, index)}
                onKeyDown={undefined}
                className={cn(
                  "relative flex h-7 min-w-0 cursor-default items-center justify-center gap-1 overflow-hidden rounded-sm border text-xs tabular-nums select-none hover:border-control focus-visible:z-1 focus-visible:outline-offset-1 aria-selected:border-ring aria-selected:ring-2 aria-selected:ring-ring sm:h-8",
                  cell.kind === "address"
                    ? BACKGROUNDS[cell.state]
                    : "border-line bg-surface text-muted hover:bg-hover",
                )}
              >
                {cell.kind === "address" ? (
                  <>
                    {cell.state !== "free" && (
                      <AddressGlyph
                        state={cell.state}
                        className={cn("size-2.5", cell.state === "vm" && "text-on-accent")}
                      />
                    )}
                    <span className={cn(cell.state === "free" ? "max-sm:text-[0.5625rem]" : "max-md:hidden")}>
                      {cell.short}
                    </span>
                  </>
                ) : (
                  <BlockFill cell={cell} />
                )}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** Two bars: listed, and used before it; a block that is touched at all shows some of it. */
function BlockFill({ cell }: { cell: Extract<Cell, { kind: "block" }> }) {
  const height = (share: number) => `${share === 0 ? 0 : Math.max(8, Math.min(100, share * 100))}%`;
  return (
    <>
      <span
        className="absolute inset-x-0 bottom-0 bg-accent/20"
        style={{ height: height(cell.listedShare), opacity: cell.listedShare > 0 ? 1 : 0 }}
      />
      <span
        className="absolute bottom-0 left-0 w-1 bg-accent"
        style={{ height: height(cell.usedShare), opacity: cell.usedShare > 0 ? 1 : 0 }}
      />
      <span className="relative max-sm:text-[0.5625rem]">{cell.short}</span>
    </>
  );
}

function isSelected(cell: IdRange, { first, last }: IdRange): boolean {
  return cell.first >= first && cell.last <= last;
}

function rowsOf(cells: readonly Cell[]): Cell[][] {
  const rows: Cell[][] = [];
  for (let from = 0; from < cells.length; from += COLUMNS) rows.push(cells.slice(from, from + COLUMNS));
  return rows;
}
