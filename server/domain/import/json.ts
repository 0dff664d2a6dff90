import type { Violation } from "../errors.ts";
import { storable } from "../storable.ts";
import { fromDanubeCloud } from "./danube-cloud.ts";
import { type FileReading, type FileRow, unreadable } from "./file-row.ts";
import {
  columnNamed,
  COLUMNS,
  FILE_ROWS_MAX,
  FORMAT_VERSION,
  IMPORT_NOUNS,
  type ImportNoun,
  TOO_MANY_ROWS,
} from "./noun.ts";

const LISTED_FIELDS_MAX = 20;
/** NUL and lone surrogates, as JSON writes them. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;
const ROWS_LOOKED_AT = 100;

export type JsonObject = Readonly<Record<string, unknown>>;
/** Objects of the file with the lines they begin on. */
export type JsonItem = { line: number; object: JsonObject; problems: readonly Violation[] };

/** The file's own envelope, a bare list of objects, one object, or one of Danube Cloud's answers. */
export function readJson(text: string): FileReading {
  const value = parseJson(text);
  if (value === undefined) return unreadable("The text begins like JSON but is not: it cannot be read.");
  const { rows, depth, noun, problem } = unwrap(value);
  if (problem) return unreadable(problem);
  if (rows.length > FILE_ROWS_MAX) return unreadable(TOO_MANY_ROWS);
  if (rows.length === 0) return unreadable("The list is empty.");
  const objects = rows.filter(isJsonObject);
  if (objects.length < rows.length) return unreadable(notObjects(rows));
  const lines = linesOfObjects(text, depth);
  const isCounted = lines.length === objects.length;
  const items = objects.map((object, index) => itemOf(object, isCounted ? (lines[index] ?? 1) : index + 1));
  return (noun === null ? fromDanubeCloud(items) : null) ?? ownRows(items, noun);
}

/** What no text of the database can hold is told, and shown as replacement characters. */
function itemOf(object: JsonObject, line: number): JsonItem {
  if (!UNSTORABLE.test(JSON.stringify(object))) return { object, line, problems: [] };
  const message = "A text of this row holds characters that are no text.";
  return { object: storable(object), line, problems: [{ field: "", message }] };
}

/** The envelope of what is written; the same that `readJson` takes. */
export function formatJson(noun: ImportNoun, rows: readonly JsonObject[]): string {
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
  const list = rows.length === 0 ? "[]" : `[\n${lines}\n  ]`;
  return `{\n  "format": "overmesh ${noun}",\n  "version": ${FORMAT_VERSION},\n  "rows": ${list}\n}\n`;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

type Unwrapped = {
  rows: readonly unknown[];
  /** How many brackets stand around an object of `rows`. */
  depth: number;
  noun: ImportNoun | null;
  problem: string | null;
};

function unwrap(value: unknown): Unwrapped {
  const found = { noun: null, problem: null };
  if (Array.isArray(value)) return { ...found, rows: value, depth: 1 };
  if (!isJsonObject(value))
    return { ...found, rows: [], depth: 0, problem: "The file holds no list of objects." };
  if ("format" in value && "rows" in value) return unwrapOwn(value);
  if (!("result" in value && "status" in value)) return { ...found, rows: [value], depth: 0 };
  const { status, result } = value;
  if (status !== "SUCCESS") {
    const problem = "This is an answer of Danube Cloud that did not succeed; it holds nothing to import.";
    return { ...found, rows: [], depth: 0, problem };
  }
  return Array.isArray(result)
    ? { ...found, rows: result, depth: 2 }
    : { ...found, rows: [result], depth: 1 };
}

function unwrapOwn({ format, version, rows }: JsonObject): Unwrapped {
  const noun = IMPORT_NOUNS.find((candidate) => format === `overmesh ${candidate}`) ?? null;
  const problem =
    noun === null || !Array.isArray(rows)
      ? "The file names a format that is not known here."
      : version === FORMAT_VERSION
        ? null
        : `The file is of format version ${JSON.stringify(version)?.slice(0, 20)}; this is ${FORMAT_VERSION}.`;
  return { rows: Array.isArray(rows) ? rows : [], depth: 2, noun, problem };
}

function notObjects(rows: readonly unknown[]): string {
  return rows.every((row) => typeof row === "string")
    ? "The list holds names only. Ask for the full form: in Danube Cloud with the parameters full and extended."
    : "The list holds something that is no object.";
}

function ownRows(items: readonly JsonItem[], named: ImportNoun | null): FileReading {
  const keys = new Set(items.slice(0, ROWS_LOOKED_AT).flatMap(({ object }) => Object.keys(object)));
  const noun = named ?? nounOf([...keys]);
  if (!noun) return unreadable("The objects look like neither networks, addresses nor delegations.");
  const unknown = new Set<string>();
  const rows = items.map(({ line, object, problems }): FileRow => {
    const fields = new Map<string, unknown>();
    for (const [key, value] of Object.entries(object)) {
      const column = columnNamed(noun, key);
      if (column) fields.set(column, value);
      else if (unknown.size < LISTED_FIELDS_MAX) unknown.add(key);
    }
    return { line, fields, problems: [...problems, ...missingFields(noun, fields)] };
  });
  return {
    problem: null,
    file: {
      noun,
      format: "json",
      recognised: `JSON of ${noun}.`,
      rows,
      leftOut: [...unknown].map((key) => `Field "${key.slice(0, 40)}" is not one of ours.`),
    },
  };
}

function missingFields(noun: ImportNoun, fields: ReadonlyMap<string, unknown>) {
  return COLUMNS[noun].required
    .filter((field) => !fields.has(field))
    .map((field) => ({ field, message: `There is no ${field}.` }));
}

function nounOf(keys: readonly string[]): ImportNoun | null {
  const known = IMPORT_NOUNS.map((noun) => ({
    noun,
    count: new Set(keys.map((key) => columnNamed(noun, key)).filter((column) => column !== null)).size,
    hasRequired: COLUMNS[noun].required.every((column) =>
      keys.some((key) => columnNamed(noun, key) === column),
    ),
  })).filter(({ hasRequired, count }) => hasRequired && count > 1);
  return known.toSorted((a, b) => b.count - a.count)[0]?.noun ?? null;
}

/** Lines on which the objects begin that stand inside `depth` brackets, of a text that is JSON. */
function linesOfObjects(text: string, depth: number): number[] {
  const lines: number[] = [];
  let line = 1;
  let open = 0;
  let isInText = false;
  for (let position = 0; position < text.length; position += 1) {
    const character = text.charCodeAt(position);
    if (character === 10) line += 1;
    else if (isInText) {
      if (character === 92) position += 1;
      else if (character === 34) isInText = false;
    } else if (character === 34) isInText = true;
    else if (character === 123 || character === 91) {
      if (character === 123 && open === depth) lines.push(line);
      open += 1;
    } else if (character === 125 || character === 93) open -= 1;
  }
  return lines;
}
