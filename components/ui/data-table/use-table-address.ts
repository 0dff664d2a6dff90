"use client";

import {
  functionalUpdate,
  type OnChangeFn,
  type SortingState,
  type VisibilityState,
} from "@tanstack/react-table";
import { useMemo } from "react";
import { useSearchParam } from "../search-params.ts";
import { columnId, type DataColumn } from "./columns.ts";
import { formatColumns, formatSort, parseColumns, parseSort } from "./url-state.ts";

export type TableAddressOptions<T> = {
  columns: readonly DataColumn<T>[];
  /** Set when a page has several tables: leads their parameters in the address. */
  urlPrefix?: string;
  /** As in the address: `name`, `-age`. */
  sortAtFirst?: string;
};

/** What of a table lives in the address: filter, sort and column choice. */
export type TableAddress = {
  filter: string;
  setFilter: (filter: string) => void;
  sorting: SortingState;
  setSorting: OnChangeFn<SortingState>;
  columnVisibility: VisibilityState;
  setColumnVisibility: OnChangeFn<VisibilityState>;
};

export function useTableAddress<T>({
  columns,
  urlPrefix = "",
  sortAtFirst = "",
}: TableAddressOptions<T>): TableAddress {
  const [filter, setFilter] = useSearchParam(`${urlPrefix}q`);
  const [sort, setSort] = useSearchParam(`${urlPrefix}sort`);
  const [choice, setChoice] = useSearchParam(`${urlPrefix}columns`);
  const hiddenAtFirst = useMemo(
    () => columns.filter((column) => column.meta?.isHiddenAtFirst).map(columnId),
    [columns],
  );
  const sorting = useMemo(() => {
    const known = new Set(columns.filter(({ enableSorting }) => enableSorting !== false).map(columnId));
    const asked = parseSort(sort).filter(({ id }) => known.has(id));
    return asked.length > 0 ? asked : parseSort(sortAtFirst);
  }, [sort, sortAtFirst, columns]);
  const columnVisibility = useMemo(() => parseColumns(choice, hiddenAtFirst), [choice, hiddenAtFirst]);
  return {
    filter,
    setFilter,
    sorting,
    setSorting: (update) => {
      const next = formatSort(functionalUpdate(update, sorting));
      setSort(next === sortAtFirst ? "" : next);
    },
    columnVisibility,
    setColumnVisibility: (update) =>
      setChoice(formatColumns(functionalUpdate(update, columnVisibility), hiddenAtFirst)),
  };
}
