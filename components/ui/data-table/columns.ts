import type { Column, ColumnDef, Row, RowData, Table } from "@tanstack/react-table";
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

export function columnLabel<T>(column: Column<T>): string {
  const { header, meta } = column.columnDef;
  return meta?.label ?? (typeof header === "string" ? header : column.id);
}

function exportValue<T>(row: Row<T>, column: Column<T>): CellValue {
  const own = column.columnDef.meta?.exportValue;
  return own ? own(row.original) : toCellValue(row.getValue(column.id));
}

function carriesData<T>(column: Column<T>): boolean {
  return column.accessorFn !== undefined || column.columnDef.meta?.exportValue !== undefined;
}

/** The name a column goes by in the address and in the row. */
export function columnId<T>(column: DataColumn<T>): string {
  if (column.id) return column.id;
  return "accessorKey" in column ? String(column.accessorKey) : "";
}

/** Lower-case text of everything a row shows or exports. */
export function rowText<T>(row: Row<T>, columns: readonly DataColumn<T>[]): string {
  const texts = columns.flatMap((column) => {
    const hasAccessor = "accessorKey" in column || "accessorFn" in column;
    const own = column.meta?.exportValue?.(row.original);
    return [hasAccessor ? toCellValue(row.getValue(columnId(column))) : null, own ?? null];
  });
  return texts.map(cellText).join("\n").toLowerCase();
}

/** What is filtered, in the order and with the columns shown. */
export function exportOf<T>(table: Table<T>): ExportTable {
  const columns = table.getVisibleLeafColumns().filter(carriesData);
  return {
    headers: columns.map(columnLabel),
    rows: table.getRowModel().rows.map((row) => columns.map((column) => exportValue(row, column))),
  };
}
