import { formatCsv } from "./csv.ts";
import { formatJson, type JsonObject } from "./json.ts";
import { COLUMNS, type FileFormat, type ImportNoun } from "./noun.ts";

/** One object of a noun: its rows of a CSV, and what it is in JSON. */
export type Exported = { cells: readonly (readonly string[])[]; object: JsonObject };

/** What `readFile` reads back without a change. */
export function formatFile(noun: ImportNoun, format: FileFormat, exported: readonly Exported[]): string {
  if (format === "csv") {
    return formatCsv(
      COLUMNS[noun].all,
      exported.flatMap(({ cells }) => cells),
    );
  }
  return formatJson(
    noun,
    exported.map(({ object }) => object),
  );
}

/** As in tables: every word of the filter occurs somewhere in what is exported. */
export function matchesFilter({ cells }: Exported, filter: string): boolean {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return true;
  const text = cells.flat().join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** `networks-main-2026-11-23.csv`; a vDC's name has nothing that a file's may not. */
export function exportFileName(
  noun: ImportNoun,
  vdcName: string | null,
  format: FileFormat,
  now: Date,
): string {
  const about = vdcName === null ? "" : `${vdcName}-`;
  return `${noun}-${about}${now.toISOString().slice(0, 10)}.${format}`;
}
