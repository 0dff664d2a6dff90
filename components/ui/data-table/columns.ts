import type { Column, ColumnDef, RowData } from "@tanstack/react-table";
import { type CellValue, cellText, toCellValue } from "./cell-value.ts";
import type { ExportTable } from "./export.ts";

declare module "@tanstack/react-table" {
  // The parameters must be named as in the library's own declaration.
  interface ColumnMeta<TData extends RowData, TValue> {
    /** For the column choice and the export; needed when `header` is not a text. */
    label?: string;
    align?: "left" | "right";
    /** What the column exports, sorts nothing by; the accessor's value unless given. */
    exportValue?: (row: TData) => CellValue;
    /** Hidden until chosen. */
    isHiddenAtFirst?: boolean;
    /** Phantom, so that the library's parameter is used. */
    valueType?: TValue;
  }
}

// Accessors of one table differ in their value's type, so the definition is open in it, as in the library's own API.
// oxlint-disable-next-line typescript/no-explicit-any
export type DataColumn<T> = ColumnDef<T, any>;

function labelOf<T>({ header, meta, id }: DataColumn<T>): string {
  return meta?.label ?? (typeof header === "string" ? header : (id ?? ""));
}

export function columnLabel<T>(column: Column<T>): string {
  return labelOf({ ...column.columnDef, id: column.id });
}

/** The name a column goes by in the address and in the row. */
export function columnId<T>(column: DataColumn<T>): string {
  if (column.id) return column.id;
  return "accessorKey" in column ? String(column.accessorKey) : "";
}

/** What a column's accessor reads from a row; null without one. Accessors here never ask for the row's position. */
export function columnValue<T>(column: DataColumn<T>, row: T): CellValue {
  if ("accessorFn" in column && column.accessorFn) return toCellValue(column.accessorFn(row, 0));
  if (!("accessorKey" in column)) return null;
  // `accessorKey` names a property of the row.
  return toCellValue(row[column.accessorKey as keyof T]);
}

function exportValue<T>(column: DataColumn<T>, row: T): CellValue {
  const own = column.meta?.exportValue;
  return own ? own(row) : columnValue(column, row);
}

function carriesData<T>(column: DataColumn<T>): boolean {
  return "accessorFn" in column || "accessorKey" in column || column.meta?.exportValue !== undefined;
}

/** Lower-case text of everything a row shows or exports. */
export function rowText<T>(row: T, columns: readonly DataColumn<T>[]): string {
  const texts = columns.flatMap((column) => [
    columnValue(column, row),
    column.meta?.exportValue?.(row) ?? null,
  ]);
  return texts.map(cellText).join("\n").toLowerCase();
}

/** Rows as a file holds them, with the columns that carry data. */
export function exportOf<T>(columns: readonly DataColumn<T>[], rows: readonly T[]): ExportTable {
  const carrying = columns.filter(carriesData);
  return {
    headers: carrying.map(labelOf),
    rows: rows.map((row) => carrying.map((column) => exportValue(column, row))),
  };
}
