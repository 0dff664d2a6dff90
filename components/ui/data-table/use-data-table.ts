"use client";

import {
  type FilterFn,
  functionalUpdate,
  getCoreRowModel,
  getFilteredRowModel,
  getSortedRowModel,
  type Row,
  type RowSelectionState,
  type SortingFn,
  type Table,
  useReactTable,
} from "@tanstack/react-table";
import { useDeferredValue, useMemo, useState } from "react";
import { useSearchParam } from "../search-params.ts";
import { compareCellValues, toCellValue } from "./cell-value.ts";
import { columnId, type DataColumn, rowText } from "./columns.ts";
import { formatColumns, formatSort, parseColumns, parseSort } from "./url-state.ts";

export type DataTableState<T> = {
  table: Table<T>;
  filter: string;
  setFilter: (filter: string) => void;
};

export type DataTableOptions<T> = {
  rows: readonly T[];
  columns: readonly DataColumn<T>[];
  rowId: (row: T) => string;
  /** Set when a page has several tables: leads their parameters in the address. */
  urlPrefix?: string;
  /** As in the address: `name`, `-age`. */
  sortAtFirst?: string;
  isSelectable?: boolean;
};

const NO_SELECTION: RowSelectionState = {};

function compareRows<T>(one: Row<T>, other: Row<T>, columnId: string): number {
  return compareCellValues(toCellValue(one.getValue(columnId)), toCellValue(other.getValue(columnId)));
}

/** Every word must occur somewhere in the row. */
function makeFilter<T>(columns: readonly DataColumn<T>[]): FilterFn<T> {
  const texts = new WeakMap<object, string>();
  const textOf = (row: Row<T>) => {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = rowText(row, columns);
    texts.set(row, text);
    return text;
  };
  return (row, _columnId, filter: string) =>
    filter
      .toLowerCase()
      .split(/\s+/)
      .every((word) => textOf(row).includes(word));
}

export function useDataTable<T>({
  rows,
  columns,
  rowId,
  urlPrefix = "",
  sortAtFirst = "",
  isSelectable = false,
}: DataTableOptions<T>): DataTableState<T> {
  const [filter, setFilter] = useSearchParam(`${urlPrefix}q`);
  const [sort, setSort] = useSearchParam(`${urlPrefix}sort`);
  const [choice, setChoice] = useSearchParam(`${urlPrefix}columns`);
  const [rowSelection, setRowSelection] = useState(NO_SELECTION);
  const appliedFilter = useDeferredValue(filter.trim());

  const data = useMemo(() => [...rows], [rows]);
  const ownColumns = useMemo(() => [...columns], [columns]);
  const hiddenAtFirst = useMemo(
    () => columns.filter((column) => column.meta?.isHiddenAtFirst).map(columnId),
    [columns],
  );
  const sorting = useMemo(() => {
    const known = new Set(columns.map(columnId));
    return parseSort(sort || sortAtFirst).filter(({ id }) => known.has(id));
  }, [sort, sortAtFirst, columns]);
  const columnVisibility = useMemo(() => parseColumns(choice, hiddenAtFirst), [choice, hiddenAtFirst]);
  const globalFilterFn = useMemo(() => makeFilter(columns), [columns]);

  // The compiler that this rule speaks for is not in use.
  // oxlint-disable-next-line react/incompatible-library
  const table = useReactTable<T>({
    data,
    columns: ownColumns,
    getRowId: rowId,
    // A type that fits every row: the library's own signature names the column's type in the row.
    defaultColumn: { sortingFn: compareRows as SortingFn<T>, sortUndefined: "last", minSize: 40 },
    state: { sorting, columnVisibility, globalFilter: appliedFilter, rowSelection },
    globalFilterFn,
    getColumnCanGlobalFilter: () => true,
    enableRowSelection: isSelectable,
    enableMultiSort: false,
    onRowSelectionChange: setRowSelection,
    onSortingChange: (update) => {
      const next = formatSort(functionalUpdate(update, sorting));
      setSort(next === sortAtFirst ? "" : next);
    },
    onColumnVisibilityChange: (update) =>
      setChoice(formatColumns(functionalUpdate(update, columnVisibility), hiddenAtFirst)),
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  return { table, filter, setFilter };
}
