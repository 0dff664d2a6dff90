import Papa from "papaparse";
import type { Violation } from "../errors.ts";
import { type FileReading, type FileRow, unreadable } from "./file-row.ts";
import { COLUMNS, columnNamed, FILE_ROWS_MAX, IMPORT_NOUNS, type ImportNoun, TOO_MANY_ROWS } from "./noun.ts";

const SEPARATORS = [",", ";", "\t"] as const;
type Separator = (typeof SEPARATORS)[number];
const SEPARATOR_WORDS = { ",": "commas", ";": "semicolons", "\t": "tabs" } as const satisfies Record<
  Separator,
  string
>;
const HEADER_CELLS_MAX = 200;
const RUNS_AS_FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

type CsvRecord = { line: number; cells: readonly string[]; problem: string | null };

/** RFC 4180. Text a spreadsheet would run is led by an apostrophe, which reading takes off again. */
export function formatCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const text = Papa.unparse(
    { fields: [...header], data: rows.map((row) => [...row]) },
    { newline: "\r\n", escapeFormulae: RUNS_AS_FORMULA },
  );
  return `${text}\r\n`;
}

/** The first row names the columns; what it has in common with a noun's tells the noun and the separator. */
export function readCsv(text: string): FileReading {
  const { body, lineOffset } = withoutSeparatorLine(normalized(text));
  const choices = SEPARATORS.flatMap((separator) => {
    const [header] = recordsOf(body, separator, 0, 1);
    return IMPORT_NOUNS.map((noun) => ({
      noun,
      separator,
      known: (header?.cells ?? []).filter((cell) => columnNamed(noun, cell) !== null).length,
      hasRequired: COLUMNS[noun].required.every((column) =>
        header?.cells.some((cell) => columnNamed(noun, cell) === column),
      ),
    }));
  });
  const [best] = choices.toSorted(
    (a, b) => Number(b.hasRequired) - Number(a.hasRequired) || b.known - a.known,
  );
  if (!best || best.known === 0) {
    return unreadable(
      "The first row names no column of networks, addresses or delegations. It must name the columns.",
    );
  }
  return readAs(best.noun, best.separator, body, lineOffset);
}

function readAs(noun: ImportNoun, separator: Separator, body: string, lineOffset: number): FileReading {
  const records = recordsOf(body, separator, lineOffset, FILE_ROWS_MAX + 2);
  const [header, ...rows] = records;
  if (!header) return unreadable("The file is empty.");
  if (header.cells.length > HEADER_CELLS_MAX) return unreadable("The first row names far too many columns.");
  const columns = header.cells.map((cell) => columnNamed(noun, cell));
  const twice = columns.find((column, index) => column !== null && columns.indexOf(column) !== index);
  if (twice) return unreadable(`The column "${twice}" is there twice.`);
  const missing = COLUMNS[noun].required.find((column) => !columns.includes(column));
  if (missing) return unreadable(`These look like ${noun}, but there is no column "${missing}".`);
  if (rows.length > FILE_ROWS_MAX) return unreadable(TOO_MANY_ROWS);
  if (rows.length === 0) return unreadable("The file names its columns and has no rows.");
  const unknown = header.cells.filter((cell, index) => columns[index] === null && cell.trim() !== "");
  return {
    problem: null,
    file: {
      noun,
      format: "csv",
      recognised: `CSV of ${noun}, separated by ${SEPARATOR_WORDS[separator]}.`,
      rows: rows.map((record) => rowOf(record, columns)),
      leftOut: unknown.map((cell) => `Column "${cell.slice(0, 40)}" is not one of ours.`),
    },
  };
}

function rowOf({ line, cells, problem }: CsvRecord, columns: readonly (string | null)[]): FileRow {
  const fields = new Map<string, unknown>();
  for (const [index, column] of columns.entries()) if (column) fields.set(column, cells[index] ?? "");
  const problems: Violation[] = [];
  if (problem) problems.push({ field: "", message: problem });
  else if (cells.length !== columns.length) {
    const cellCount = cells.length === 1 ? "1 cell" : `${cells.length} cells`;
    const message = `The row has ${cellCount} and the first row ${columns.length}.`;
    problems.push({ field: "", message });
  }
  return { line, fields, problems };
}

function normalized(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

/** Excel writes and reads a first line such as `sep=;`. */
function withoutSeparatorLine(text: string): { body: string; lineOffset: number } {
  const [line = ""] = /^"?sep=.?"?\n/i.exec(text) ?? [];
  return { body: text.slice(line.length), lineOffset: line === "" ? 0 : 1 };
}

/** Rows with at least one cell that is not empty. */
function recordsOf(text: string, separator: Separator, lineOffset: number, countMax: number): CsvRecord[] {
  const records: CsvRecord[] = [];
  let position = 0;
  let line = 1 + lineOffset;
  Papa.parse<string[]>(text, {
    delimiter: separator,
    newline: "\n",
    step: ({ data, errors, meta }, parser) => {
      const begin = line;
      for (; position < meta.cursor; position += 1) if (text.charCodeAt(position) === 10) line += 1;
      if (data.every((cell) => cell.trim() === "")) return;
      const isQuoteOpen = errors.some(({ type }) => type === "Quotes");
      const problem = isQuoteOpen ? "A quoted cell of this row is not closed as it should be." : null;
      records.push({ line: begin, cells: data.map(unguarded), problem });
      if (records.length >= countMax) parser.abort();
    },
  });
  return records;
}

function unguarded(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
