import { cellText, type CellValue } from "./cell-value.ts";

export type ExportTable = { headers: readonly string[]; rows: readonly (readonly CellValue[])[] };

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
const STARTS_FORMULA = /^[=+\-@\t\r]/;

/** Text that a spreadsheet would run as a formula is led by an apostrophe: names come from nodes and people. */
function csvCell(value: CellValue): string {
  const text = cellText(value);
  const safe = typeof value === "string" && STARTS_FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, without the line of headers. */
export function csvLines(rows: ExportTable["rows"]): string {
  return rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

export function toCsv({ headers, rows }: ExportTable): string {
  return csvLines([headers, ...rows]);
}

/** The objects of a JSON list, keyed by the columns' headers, without the brackets around them; absent values are null. */
export function jsonObjects({ headers, rows }: ExportTable): string {
  const objects = rows.map((row) =>
    Object.fromEntries(headers.map((header, column) => [header, row[column] ?? null])),
  );
  return JSON.stringify(objects, null, 2).slice(2, -2);
}

export function toJson(table: ExportTable): string {
  return table.rows.length === 0 ? "[]\n" : `[\n${jsonObjects(table)}\n]\n`;
}

/** Hands the text, whole or in parts, to the browser as a file. */
export function downloadText(fileName: string, mediaType: string, text: string | readonly string[]): void {
  const url = URL.createObjectURL(new Blob([text].flat(), { type: `${mediaType};charset=utf-8` }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  URL.revokeObjectURL(url);
}
