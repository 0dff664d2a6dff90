import { refuses, says } from "./answer.ts";
import type { Answer } from "./answer.ts";
import type { Options } from "./options.ts";

/** Rows of one dladm or ipadm subcommand: the fields it knows, those it shows unasked, and a value for each. */
export type Listing = { fields: string[]; shown: string[]; rows: Record<string, string>[] };

/** `-p` and `-o` of libinetutil's ofmt: colons and backslashes are escaped only when several fields are printed. */
export function printListing(program: string, listing: Listing, { values }: Options): Answer {
  const asked = values.get("o")?.toLowerCase();
  const isParsable = values.has("p") || values.has("c");
  if (isParsable && (asked === undefined || asked === "all")) {
    return refuses(`${program}: output field(s) required with parsable output`);
  }
  const fields = asked === undefined ? listing.shown : asked === "all" ? listing.fields : asked.split(",");
  const unknown = fields.find((field) => !listing.fields.includes(field));
  if (unknown !== undefined) return refuses(`${program}: unknown output field '${unknown}'`);
  return says(isParsable ? parsable(fields, listing.rows) : table(fields, listing.rows));
}

function parsable(fields: string[], rows: Record<string, string>[]): string {
  const escaped = (value: string) => (fields.length > 1 ? value.replace(/[:\\]/g, "\\$&") : value);
  return rows.map((row) => `${fields.map((field) => escaped(row[field] ?? "")).join(":")}\n`).join("");
}

function table(fields: string[], rows: Record<string, string>[]): string {
  const cells = [
    fields.map((field) => field.toUpperCase()),
    ...rows.map((row) => fields.map((field) => row[field] || "--")),
  ];
  const widths = fields.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? "").length)) + 2);
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
