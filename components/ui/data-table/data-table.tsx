"use client";

import { type ReactNode, useDeferredValue, useMemo } from "react";
import { orderedRows } from "./ordered-rows.ts";
import { isSelected } from "./selection.ts";
import { TableFrame, type TableLook } from "./table-frame.tsx";
import { useFilteredRows } from "./use-filtered-rows.ts";
import { useSelection } from "./use-selection.ts";
import { type TableAddressOptions, useTableAddress } from "./use-table-address.ts";

export type DataTableProps<T> = TableLook<T> &
  Omit<TableAddressOptions<T>, "columns"> & {
    rows: readonly T[];
    /** Given, rows can be selected, and this shows what can be done with them. */
    bulkActions?: (rows: T[], clear: () => void) => ReactNode;
  };

/** Rows that are all here. Filter, sort and column choice are in the address. `columns` must be stable. */
export function DataTable<T extends object>({
  rows,
  bulkActions,
  urlPrefix,
  sortAtFirst,
  ...look
}: DataTableProps<T>) {
  const { columns, rowId } = look;
  const address = useTableAddress({
    columns,
    ...(urlPrefix === undefined ? {} : { urlPrefix }),
    ...(sortAtFirst === undefined ? {} : { sortAtFirst }),
  });
  const filter = useDeferredValue(address.filter.trim());
  const sorting = useDeferredValue(address.sorting);
  const ordered = useMemo(() => orderedRows(rows, columns, sorting), [rows, columns, sorting]);
  const shown = useFilteredRows(ordered, columns, filter);
  const rowIds = useMemo(() => shown.map(rowId), [shown, rowId]);
  const selection = useSelection(rowIds, filter);
  const selected = bulkActions
    ? shown.filter((_, at) => isSelected(selection.selection, rowIds[at] ?? ""))
    : [];
  const countOf = (list: readonly T[]) => ({ count: list.length, countMax: list.length });
  return (
    <TableFrame
      {...look}
      address={address}
      rows={shown}
      rowIds={rowIds}
      shown={countOf(shown)}
      total={countOf(rows)}
      isEmpty={rows.length === 0}
      exportRows={() => [shown]}
      selection={bulkActions ? selection : null}
      bulkActions={bulkActions?.(selected, selection.clear)}
    />
  );
}
