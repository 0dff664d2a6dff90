import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCsv, readCsv } from "./csv.ts";
import { FILE_BYTES_MAX } from "./noun.ts";
import { readFile } from "./read-file.ts";
import { decodeFile } from "./text.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const rowsOf = (text: string) =>
  (readFile(text).file?.rows ?? []).map(({ line, fields, problems }) => ({
    line,
    fields: Object.fromEntries(fields),
    problems: problems.map(({ message }) => message),
  }));

describe("decodeFile", () => {
  it.each([
    { what: "UTF-16 by Excel", given: new Uint8Array([0xff, 0xfe, 0x61, 0]), problem: /UTF-16/ },
    { what: "Latin-1", given: new Uint8Array([0x6e, 0xe4, 0x6d, 0x65]), problem: /not UTF-8/ },
    { what: "NUL characters", given: bytes("name\0,subnet"), problem: /NUL/ },
    { what: "too many bytes", given: new Uint8Array(FILE_BYTES_MAX + 1), problem: /larger than 20 MB/ },
  ])("refuses $what in one sentence", ({ given, problem }) => {
    expect(decodeFile(given).problem).toMatch(problem);
  });

  it("takes UTF-8 with and without a byte order mark", () => {
    expect(decodeFile(bytes("ünïcode")).text).toBe("ünïcode");
    expect(decodeFile(bytes("\uFEFFname")).text).toBe("name");
  });
});

describe("readFile", () => {
  it.each([
    { what: "commas", text: "name,subnet\r\nweb,10.0.0.0/24\r\n" },
    { what: "semicolons", text: "name;subnet\nweb;10.0.0.0/24" },
    { what: "tabs", text: "Name\tSubnet\nweb\t10.0.0.0/24\n\n" },
    { what: "a byte order mark", text: "\uFEFFname,subnet\nweb,10.0.0.0/24" },
    { what: "quoted cells", text: '"name","subnet"\n"web","10.0.0.0/24"' },
  ])("reads $what", ({ text }) => {
    expect(rowsOf(text)).toEqual([{ line: 2, fields: { name: "web", subnet: "10.0.0.0/24" }, problems: [] }]);
  });

  it("counts the lines inside quoted cells and those that are blank", () => {
    const text = 'sep=;\nname;subnet;description\nweb;10.0.0.0/24;"one\ntwo"\n\n;;\nstore;10.0.1.0/24;\n';
    expect(rowsOf(text).map(({ line }) => line)).toEqual([3, 7]);
  });

  it.each([
    { what: "nothing", text: " \n ", problem: "The file is empty." },
    { what: "unknown columns only", text: "a,b\n1,2", problem: /names no column/ },
    {
      what: "a column twice",
      text: "name,subnet,NAME\nweb,10.0.0.0/24,web",
      problem: /"name" is there twice/,
    },
    { what: "a missing column", text: "name,gateway\nweb,10.0.0.1", problem: /no column "subnet"/ },
    { what: "a header alone", text: "name,subnet\n", problem: /has no rows/ },
    { what: "a picture", text: "\u0089PNG\0", problem: /NUL/ },
    { what: "broken JSON", text: '{"name": ', problem: /cannot be read/ },
    { what: "JSON of something else", text: '[{"a": 1}]', problem: /look like neither/ },
    { what: "an empty list", text: "[]", problem: "The list is empty." },
    { what: "a list of numbers", text: "[1, 2]", problem: /no object/ },
    { what: "names only", text: '{"status": "SUCCESS", "result": ["lan"]}', problem: /names only/ },
    {
      what: "a failure",
      text: '{"status": "FAILURE", "result": {"detail": "x"}}',
      problem: /did not succeed/,
    },
    {
      what: "a later version",
      text: '{"format": "overmesh networks", "version": 2, "rows": [{}]}',
      problem: /format version 2/,
    },
  ])("refuses $what in one sentence", ({ text, problem }) => {
    expect(readFile(text).problem).toMatch(problem);
  });

  it("refuses more than 100 000 rows", () => {
    const text = `name,subnet\n${"web,10.0.0.0/24\n".repeat(100_001)}`;
    expect(readFile(text).problem).toMatch(/more than 100,000 rows/);
  });

  it("tells rows with too few or too many cells, and quotes that are never closed", () => {
    expect(rowsOf('name,subnet\nweb\nweb,10.0.0.0/24,x\nstore,"10').map(({ problems }) => problems)).toEqual([
      ["The row has 1 cell and the first row 2."],
      ["The row has 3 cells and the first row 2."],
      ["A quoted cell of this row is not closed as it should be."],
    ]);
  });

  it("tells texts in JSON that no database can hold, by their lines", () => {
    const text =
      '[\n {"name": "web", "subnet": "10.0.0.0/24"},\n {"name": "a\\u0000b", "subnet": "\\ud800"}\n]';
    expect(rowsOf(text).map(({ line, problems }) => [line, problems.length])).toEqual([
      [2, 0],
      [3, 1],
    ]);
  });

  it("survives a cell of a million characters and a header of ten thousand columns", () => {
    expect(rowsOf(`name,subnet\n${"x".repeat(1_000_000)},10.0.0.0/24`)).toHaveLength(1);
    expect(readFile(`name,subnet${",x".repeat(10_000)}\nweb,10.0.0.0/24`).problem).toMatch(/far too many/);
  });
});

describe("formatCsv", () => {
  it("is read back as it was, whatever the cells hold", () => {
    const cell = fc
      .oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("=1+1", "'=x", "''@", "-1", "\t", '"', "a;b"))
      .map((text) => text.replace(/\r\n?/g, "\n").replaceAll("\0", ""));
    const row = fc.tuple(fc.constant("web"), cell, cell).map(([name, ...others]) => [name, ...others]);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const { file } = readCsv(formatCsv(["name", "subnet", "description"], rows));
        expect(file?.rows.map(({ fields }) => [...fields.values()])).toEqual(rows);
      }),
    );
  });

  it.each(["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"])(
    "keeps a spreadsheet from running %j",
    (text) => {
      expect(formatCsv(["name"], [[text]])).toContain(`"'${text}"`);
    },
  );
});
