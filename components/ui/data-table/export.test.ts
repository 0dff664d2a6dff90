import { describe, expect, it } from "vitest";
import { toCsv, toJson } from "./export.ts";

const csvOf = (value: string | number | Date | null) =>
  toCsv({ headers: ["Name"], rows: [[value]] }).split("\r\n")[1];

describe("toCsv", () => {
  it.each([
    { value: "plain", cell: "plain" },
    { value: 'says "no"', cell: '"says ""no"""' },
    { value: "a,b", cell: '"a,b"' },
    { value: " padded", cell: '" padded"' },
    { value: null, cell: "" },
    { value: -5, cell: "-5" },
    { value: new Date("2026-11-22T12:00:00Z"), cell: "2026-11-22T12:00:00.000Z" },
  ])("writes $value as $cell", ({ value, cell }) => {
    expect(csvOf(value)).toBe(cell);
  });

  it.each(["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)"])("keeps a spreadsheet from running %s", (value) => {
    expect(csvOf(value)).toBe(`'${value}`);
  });

  it("keeps a line break inside its cell", () => {
    expect(toCsv({ headers: ["A", "B"], rows: [["one\ntwo", "x"]] })).toBe('A,B\r\n"one\ntwo",x\r\n');
  });
});

describe("toJson", () => {
  it("names every value by its column and absent ones null", () => {
    const json = toJson({
      headers: ["Name", "MTU"],
      rows: [
        ["web", 1400],
        ["db", undefined],
      ],
    });
    expect(JSON.parse(json)).toEqual([
      { Name: "web", MTU: 1400 },
      { Name: "db", MTU: null },
    ]);
  });
});
