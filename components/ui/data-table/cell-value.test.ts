import { describe, expect, it } from "vitest";
import { type CellValue, compareSortKeys, sortKeyOf, toCellValue } from "./cell-value.ts";

const compare = (one: CellValue, other: CellValue) => compareSortKeys(sortKeyOf(one), sortKeyOf(other));

describe("sort keys", () => {
  it("orders numbers inside names and addresses by their size", () => {
    expect(["node10", "node9", "Node1"].toSorted(compare)).toEqual(["Node1", "node9", "node10"]);
    expect(["10.0.0.10", "10.0.0.9"].toSorted(compare)).toEqual(["10.0.0.9", "10.0.0.10"]);
  });

  it("puts what is absent last", () => {
    expect(compare(null, 1)).toBeGreaterThan(0);
    expect(compare("", "a")).toBeGreaterThan(0);
    expect(compare(null, undefined)).toBe(0);
  });

  it("orders letters without case or accents", () => {
    expect(["Žilina", "zebra", "Ábel", "adam"].toSorted(compare)).toEqual([
      "Ábel",
      "adam",
      "zebra",
      "Žilina",
    ]);
  });

  it("orders instants by time", () => {
    expect(compare(new Date(1000), new Date(2000))).toBeLessThan(0);
  });
});

describe("toCellValue", () => {
  it("joins lists and drops what has no text", () => {
    expect(toCellValue(["a", 1, null])).toBe("a, 1, ");
    expect(toCellValue({ a: 1 })).toBeNull();
  });
});
