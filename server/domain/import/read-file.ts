import { readCsv } from "./csv.ts";
import { type FileReading, unreadable } from "./file-row.ts";
import { readJson } from "./json.ts";
import { FILE_BYTES_MAX, FILE_TOO_LARGE } from "./noun.ts";

/** Tells by the text itself what it is. */
export function readFile(text: string): FileReading {
  if (text.length > FILE_BYTES_MAX) return unreadable(FILE_TOO_LARGE);
  if (text.includes("\0"))
    return unreadable("The file holds NUL characters, so it is not a CSV or JSON text.");
  const [first] = /[^\s\uFEFF]/.exec(text) ?? [];
  if (first === undefined) return unreadable("The file is empty.");
  return first === "{" || first === "[" ? readJson(text) : readCsv(text);
}
