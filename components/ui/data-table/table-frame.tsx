"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { Button } from "../button.tsx";
import { cn } from "../cn.ts";
import { EmptyState } from "../empty-state.tsx";
import { SkeletonRows } from "../skeleton.tsx";
import type { DataColumn } from "./columns.ts";
import { DataRow } from "./data-row.tsx";
import type { ExportRows } from "./export-menu.tsx";
import { HeaderRow } from "./header-row.tsx";
import { countWithNoun, countWords, type RowCount } from "./row-count.ts";
import { isSelected, selectedCount } from "./selection.ts";
import { Toolbar } from "./toolbar.tsx";
import { useColumnTable } from "./use-column-table.ts";
import { useRowKeys } from "./use-row-keys.ts";
import type { SelectionState } from "./use-selection.ts";
import type { TableAddress } from "./use-table-address.ts";

const ROW_PIXELS = { 1: 36, 2: 56 };
/** More rows than this are drawn only where they are seen. */
const ROWS_DRAWN_MAX = 150;
const FIRST_SIGHT = { width: 1024, height: 720 };
/** So many rows before the end of what is here, more is asked for. */
const ROWS_AHEAD = 40;

/** What tables have in common, wherever their rows come from. */
export type TableLook<T> = {
  /** What the rows are, in lower case plural: "nodes". */
  noun: string;
  columns: readonly DataColumn<T>[];
  rowId: (row: T) => string;
  rowHref?: (row: T) => string;
  /** Names a row to those who hear the page; its id unless given. */
  rowLabel?: (row: T) => string;
  /** Rows that stand below another one and go with it cannot be marked. */
  isSelectable?: (row: T) => boolean;
  /** What would be here and how to begin; when there is nothing at all. */
  empty?: ReactNode;
  isLoading?: boolean;
  /** The page's own filters, beside the text filter. */
  filters?: ReactNode;
  actions?: ReactNode;
  fileName?: string;
  /** How many lines of text a row has room for; one unless given. */
  rowLines?: 1 | 2;
  className?: string;
};

export type TableFrameProps<T> = TableLook<T> & {
  address: TableAddress;
  /** Filtered and sorted; as far as they are here. */
  rows: readonly T[];
  rowIds: readonly string[];
  shown: RowCount;
  /** null: nobody asked how many there are without the filter. */
  total: RowCount | null;
  /** There is nothing, whatever the filter. */
  isEmpty: boolean;
  /** Rows of an earlier question, until the answer to this one is here. */
  isOutdated?: boolean;
  exportRows: ExportRows<T>;
  /** null: rows cannot be selected. */
  selection: SelectionState | null;
  bulkActions?: ReactNode;
  /** Few rows are drawn as many would be: columns keep their width whatever rows come. */
  isFixed?: boolean;
  /** The end of what is here comes near. */
  onEndNear?: (() => void) | undefined;
};

export function TableFrame<T>({
  noun,
  columns,
  rowId,
  rowHref,
  rowLabel,
  isSelectable,
  empty,
  isLoading = false,
  filters,
  actions,
  fileName = noun.replaceAll(" ", "-"),
  rowLines = 1,
  className,
  address,
  rows,
  rowIds,
  shown,
  total,
  isEmpty,
  isOutdated = false,
  exportRows,
  selection,
  bulkActions,
  isFixed = false,
  onEndNear,
}: TableFrameProps<T>) {
  const frame = useRef<HTMLElement>(null);
  const rowPixels = ROW_PIXELS[rowLines];
  const isVirtual = isFixed || rows.length > ROWS_DRAWN_MAX;
  // The compiler that this rule speaks for is not in use.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPixels,
    overscan: 12,
    // Until the browser has measured, and on the server.
    initialRect: FIRST_SIGHT,
  });
  const seen = virtualizer.getVirtualItems();
  const first = isVirtual ? (seen[0]?.index ?? 0) : 0;
  const end = isVirtual ? (seen[seen.length - 1]?.index ?? -1) + 1 : rows.length;
  const drawn = useMemo(() => rows.slice(first, end), [rows, first, end]);
  const table = useColumnTable({ rows: drawn, columns, rowId, address });
  const onKeyDown = useRowKeys(frame, rowIds, selection);
  const columnCount = table.getVisibleLeafColumns().length + (selection ? 1 : 0);

  // The outside system is the scroll position.
  const isEndNear = isVirtual && end + ROWS_AHEAD >= rows.length;
  useEffect(() => {
    if (isEndNear) onEndNear?.();
  }, [isEndNear, rows.length, onEndNear]);

  return (
    <div className={cn("overflow-hidden rounded-lg border border-line bg-surface shadow-xs", className)}>
      <Toolbar
        table={table}
        shown={shown}
        total={total}
        exportRows={exportRows}
        noun={noun}
        filter={address.filter}
        onFilterChange={address.setFilter}
        fileName={fileName}
        filters={filters}
        actions={actions}
      />
      {selection && (
        <SelectionBar selection={selection} shown={shown} noun={noun}>
          {bulkActions}
        </SelectionBar>
      )}
      {/* Keys that go from row to row are heard where the rows are. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <section
        ref={frame}
        aria-label={`Table of ${noun}`}
        aria-busy={isLoading || isOutdated}
        // The region scrolls, so the keyboard must be able to reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="relative max-h-[max(22rem,calc(100dvh-15rem))] scroll-pt-8 overflow-auto focus-visible:-outline-offset-2"
      >
        {isLoading ? (
          <SkeletonRows columns={Math.min(columnCount, 6)} />
        ) : isEmpty ? (
          (empty ?? <EmptyState title={`There are no ${noun} yet.`} />)
        ) : rows.length === 0 ? (
          <NothingMatches noun={noun} filter={address.filter} onClear={() => address.setFilter("")} />
        ) : (
          <table
            aria-rowcount={shown.count === null ? -1 : shown.count + 1}
            className={cn(
              "w-full border-separate border-spacing-0",
              isVirtual && "table-fixed",
              isOutdated && "opacity-60 transition-opacity delay-200",
            )}
            style={isVirtual ? { minWidth: table.getTotalSize() } : undefined}
          >
            <HeaderRow
              table={table}
              selectAll={selection && selectAllOf(selection, shown, noun)}
              isFixed={isVirtual}
            />
            <tbody>
              <Spacer pixels={first * rowPixels} />
              {table.getRowModel().rows.map((row, offset) => (
                <DataRow
                  key={row.id}
                  row={row}
                  position={first + offset + 2}
                  lines={rowLines}
                  href={rowHref?.(row.original)}
                  label={rowLabel?.(row.original) ?? row.id}
                  isSelectable={isSelectable?.(row.original) ?? true}
                  isSelected={selection && isSelected(selection.selection, row.id)}
                  onMark={(isOn, isRange) => selection?.mark(row.id, isOn, isRange)}
                />
              ))}
              <Spacer pixels={(rows.length - end) * rowPixels} />
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}

function selectAllOf({ selection, selectAll, clear }: SelectionState, shown: RowCount, noun: string) {
  const count = selectedCount(selection, shown.count);
  const isAll = selection.isAll ? selection.ids.size === 0 : count !== 0 && count === shown.count;
  return {
    state: isAll || (count !== 0 && ("indeterminate" as const)),
    label: `Select all ${countWithNoun(shown, noun)}`,
    onChange: (isOn: boolean) => (isOn ? selectAll() : clear()),
  };
}

/** What is marked, and what can be done with it. */
function SelectionBar({
  selection: { selection, selectAll, clear },
  shown,
  noun,
  children,
}: {
  selection: SelectionState;
  shown: RowCount;
  noun: string;
  children: ReactNode;
}) {
  const count = selectedCount(selection, shown.count);
  const words = count === null ? `All ${countWords(shown)}` : count.toLocaleString("en");
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-3 py-1.5",
        count === 0 && "sr-only",
      )}
    >
      <output className="mr-2 font-medium text-accent-ink tabular-nums">
        {count === 0 ? "" : `${words} selected`}
      </output>
      {count !== 0 && (
        <>
          {children}
          {!selection.isAll && count !== shown.count && (
            <Button variant="ghost" size="sm" onClick={selectAll}>
              Select all {countWithNoun(shown, noun)}
            </Button>
          )}
          <Button variant="ghost" size="sm" onClick={clear}>
            Clear selection
          </Button>
        </>
      )}
    </div>
  );
}

function NothingMatches({ noun, filter, onClear }: { noun: string; filter: string; onClear: () => void }) {
  const text = filter.trim();
  return text === "" ? (
    <EmptyState title={`No ${noun} match.`} />
  ) : (
    <EmptyState
      title={`No ${noun} match “${text}”.`}
      action={<Button onClick={onClear}>Clear the filter</Button>}
    />
  );
}

function Spacer({ pixels }: { pixels: number }) {
  return pixels === 0 ? null : <tr aria-hidden style={{ height: pixels }} />;
}
