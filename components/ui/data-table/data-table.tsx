"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import { Button } from "../button.tsx";
import { cn } from "../cn.ts";
import { EmptyState } from "../empty-state.tsx";
import { SkeletonRows } from "../skeleton.tsx";
import { DataRow } from "./data-row.tsx";
import { HeaderRow } from "./header-row.tsx";
import { Toolbar } from "./toolbar.tsx";
import { type DataTableOptions, useDataTable } from "./use-data-table.ts";

const ROW_PIXELS = 36;
/** More rows than this are drawn only where they are seen. */
const ROWS_DRAWN_MAX = 150;

export type DataTableProps<T> = Omit<DataTableOptions<T>, "isSelectable"> & {
  /** What the rows are, in lower case plural: "nodes". */
  noun: string;
  rowHref?: (row: T) => string;
  /** Names a row to those who hear the page; its id unless given. */
  rowLabel?: (row: T) => string;
  /** Given, rows can be selected, and this shows what can be done with them. */
  bulkActions?: (rows: T[], clear: () => void) => ReactNode;
  /** What would be here and how to begin; when there is nothing at all. */
  empty?: ReactNode;
  isLoading?: boolean;
  /** The page's own filters, beside the text filter. */
  filters?: ReactNode;
  actions?: ReactNode;
  fileName?: string;
  className?: string;
};

/** Filter, sort and column choice are in the address; rows are virtual when they are many. `columns` must be stable. */
export function DataTable<T>({
  noun,
  rowHref,
  rowLabel,
  bulkActions,
  empty,
  isLoading = false,
  filters,
  actions,
  fileName = noun.replaceAll(" ", "-"),
  className,
  ...options
}: DataTableProps<T>) {
  const isSelectable = bulkActions !== undefined;
  const { table, filter, setFilter } = useDataTable({ ...options, isSelectable });
  const frame = useRef<HTMLElement>(null);
  const { rows } = table.getRowModel();
  const isVirtual = rows.length > ROWS_DRAWN_MAX;
  // The compiler that this rule speaks for is not in use.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 12,
  });
  const seen = virtualizer.getVirtualItems();
  const first = isVirtual ? (seen[0]?.index ?? 0) : 0;
  const end = isVirtual ? (seen[seen.length - 1]?.index ?? -1) + 1 : rows.length;
  const selected = table.getFilteredSelectedRowModel().rows.map((row) => row.original);
  const columnCount = table.getVisibleLeafColumns().length + (isSelectable ? 1 : 0);

  return (
    <div className={cn("overflow-hidden rounded-lg border border-line bg-surface shadow-xs", className)}>
      <Toolbar
        table={table}
        noun={noun}
        filter={filter}
        onFilterChange={setFilter}
        fileName={fileName}
        filters={filters}
        actions={actions}
      />
      {bulkActions && selected.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-3 py-1.5">
          <output className="mr-2 font-medium text-accent-ink tabular-nums">
            {selected.length.toLocaleString("en")} selected
          </output>
          {bulkActions(selected, () => table.resetRowSelection(true))}
          <Button variant="ghost" size="sm" onClick={() => table.resetRowSelection(true)}>
            Clear selection
          </Button>
        </div>
      )}
      <section
        ref={frame}
        aria-label={`Table of ${noun}`}
        // The region scrolls, so the keyboard must be able to reach it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="relative max-h-[max(22rem,calc(100dvh-15rem))] overflow-auto focus-visible:-outline-offset-2"
      >
        {isLoading ? (
          <SkeletonRows columns={Math.min(columnCount, 6)} />
        ) : table.getCoreRowModel().rows.length === 0 ? (
          (empty ?? <EmptyState title={`There are no ${noun} yet.`} />)
        ) : rows.length === 0 ? (
          <EmptyState
            title={`No ${noun} match “${filter.trim()}”.`}
            action={<Button onClick={() => setFilter("")}>Clear the filter</Button>}
          />
        ) : (
          <table
            aria-rowcount={rows.length + 1}
            className={cn("w-full border-separate border-spacing-0", isVirtual && "table-fixed")}
            style={isVirtual ? { minWidth: table.getTotalSize() } : undefined}
          >
            <HeaderRow table={table} isSelectable={isSelectable} isFixed={isVirtual} />
            <tbody>
              <Spacer pixels={first * ROW_PIXELS} />
              {rows.slice(first, end).map((row, offset) => (
                <DataRow
                  key={row.id}
                  row={row}
                  position={first + offset + 2}
                  href={rowHref?.(row.original)}
                  label={rowLabel?.(row.original) ?? row.id}
                  isSelectable={isSelectable}
                  isSelected={row.getIsSelected()}
                />
              ))}
              <Spacer pixels={(rows.length - end) * ROW_PIXELS} />
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}

function Spacer({ pixels }: { pixels: number }) {
  return pixels === 0 ? null : <tr aria-hidden style={{ height: pixels }} />;
}
