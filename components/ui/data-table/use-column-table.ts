"use client";

import { getCoreRowModel, type Table, useReactTable } from "@tanstack/react-table";
import { useMemo } from "react";
import type { DataColumn } from "./columns.ts";
import type { TableAddress } from "./use-table-address.ts";

/** Columns and cells of the rows that are drawn. Which rows those are, and in which order, was decided before. */
export function useColumnTable<T>({
  rows,
  columns,
  rowId,
  address,
}: {
  rows: readonly T[];
  columns: readonly DataColumn<T>[];
  rowId: (row: T) => string;
  address: TableAddress;
}): Table<T> {
  const { sorting, setSorting, columnVisibility, setColumnVisibility } = address;
  const data = useMemo(() => [...rows], [rows]);
  const ownColumns = useMemo(() => [...columns], [columns]);
  // The compiler that this rule speaks for is not in use.
  // oxlint-disable-next-line react/incompatible-library
  return useReactTable<T>({
    data,
    columns: ownColumns,
    getRowId: rowId,
    defaultColumn: { minSize: 40 },
    state: { sorting, columnVisibility },
    manualSorting: true,
    enableMultiSort: false,
    onSortingChange: setSorting,
    onColumnVisibilityChange: setColumnVisibility,
    getCoreRowModel: getCoreRowModel(),
  });
}
