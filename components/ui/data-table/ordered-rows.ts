import type { SortingState } from "@tanstack/react-table";
import { compareSortKeys, sortKeyOf } from "./cell-value.ts";
import { columnId, columnValue, type DataColumn, rowText } from "./columns.ts";

/** Sorted by one column; equal rows stay as they came. Each value is read once, so that 100 000 rows take no time to speak of. */
export function orderedRows<T>(
  rows: readonly T[],
  columns: readonly DataColumn<T>[],
  [sort]: SortingState,
): readonly T[] {
  const column = sort && columns.find((candidate) => columnId(candidate) === sort.id);
  if (!column) return rows;
  const keyed = rows.map((row) => ({ row, key: sortKeyOf(columnValue(column, row)) }));
  const sign = sort.desc ? -1 : 1;
  return keyed.sort((a, b) => sign * compareSortKeys(a.key, b.key)).map(({ row }) => row);
}

/** Whether every word of the filter occurs somewhere in the row; texts are kept for the next question. */
export function makeRowFilter<T extends object>(columns: readonly DataColumn<T>[]) {
  const texts = new WeakMap<T, string>();
  const textOf = (row: T) => {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = rowText(row, columns);
    texts.set(row, text);
    return text;
  };
  return (row: T, words: readonly string[]) => words.every((word) => textOf(row).includes(word));
}
