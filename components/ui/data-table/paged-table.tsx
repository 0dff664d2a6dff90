"use client";

import { type ReactNode, useMemo } from "react";
import type { ExportRows } from "./export-menu.tsx";
import type { RowCount } from "./row-count.ts";
import type { Selection } from "./selection.ts";
import { TableFrame, type TableLook } from "./table-frame.tsx";
import { useSelection } from "./use-selection.ts";
import type { TableAddress } from "./use-table-address.ts";

/** What those who act on marked rows need to know and may do. */
export type SelectionHandle = {
  selection: Selection;
  leaveOut: (rowIds: string[]) => void;
  clear: () => void;
};

export type PagedTableProps<T> = TableLook<T> & {
  /** Of `useTableAddress`; what it says is what `rows` answer to. */
  address: TableAddress;
  /** The pages that are here, one after the other. */
  rows: readonly T[];
  /** How many rows match; null: not known yet. */
  count: RowCount | null;
  isEmpty: boolean;
  isOutdated: boolean;
  /** Asks for the next page; undefined when there is none, or it is on its way. */
  loadMore: (() => void) | undefined;
  exportRows: ExportRows<T>;
  /** Names what is filtered. */
  filterKey: string;
  /** Given, rows can be selected, also those that are not here yet. */
  bulkActions?: ((handle: SelectionHandle) => ReactNode) | undefined;
};

/** Rows that come page by page from where they are filtered and sorted. */
export function PagedTable<T>({
  rows,
  count,
  loadMore,
  filterKey,
  bulkActions,
  ...frame
}: PagedTableProps<T>) {
  const { rowId } = frame;
  const rowIds = useMemo(() => rows.map(rowId), [rows, rowId]);
  const selection = useSelection(rowIds, filterKey);
  return (
    <TableFrame
      {...frame}
      rows={rows}
      rowIds={rowIds}
      shown={count ?? { count: loadMore ? null : rows.length, countMax: rows.length }}
      total={null}
      selection={bulkActions ? selection : null}
      bulkActions={bulkActions?.(selection)}
      onEndNear={loadMore}
      isFixed
    />
  );
}
