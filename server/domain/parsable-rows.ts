import { allParsed, type Parsed, parsed, quoted, unparsable } from "./parsed.ts";

const LINE_LENGTH_MAX = 4096;

/** Rows of `dladm` or `ipadm` with -p and two or more fields: joined by ":", with ":" and "\" inside values escaped by "\". */
export function parseParsableRows(text: string, fieldCount: number, command: string): Parsed<string[][]> {
  const lines = text.split("\n").filter((line) => line !== "");
  return allParsed(
    lines.map((line) => {
      const fields = line.length > LINE_LENGTH_MAX ? [] : splitEscaped(line);
      if (fields.length === fieldCount) return parsed(fields);
      return unparsable(`${command} printed a line without ${fieldCount} fields: ${quoted(line)}.`);
    }),
  );
}

function splitEscaped(line: string): string[] {
  const fields = [""];
  for (const [, escaped, plain] of line.matchAll(/\\([\s\S]?)|([\s\S])/gu)) {
    if (plain === ":") fields.push("");
    else fields.push((fields.pop() ?? "") + (escaped ?? plain ?? ""));
  }
  return fields;
}
