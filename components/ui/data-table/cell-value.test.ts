import { describe, expect, it } from "vitest";
import { compareCellValues, toCellValue } from "./cell-value.ts";

describe("compareCellValues", () => {
  it("orders numbers inside names and addresses by their size", () => {
    expect(["node10", "node9", "Node1"].toSorted(compareCellValues)).toEqual(["Node1", "node9", "node10"]);
    expect(["10.0.0.10", "10.0.0.9"].toSorted(compareCellValues)).toEqual(["10.0.0.9", "10.0.0.10"]);
  });

  it("puts what is absent last", () => {
    expect(compareCellValues(null, 1)).toBeGreaterThan(0);
    expect(compareCellValues("", "a")).toBeGreaterThan(0);
    expect(compareCellValues(null, undefined)).toBe(0);
  });

  it("orders instants by time", () => {
    expect(compareCellValues(new Date(1000), new Date(2000))).toBeLessThan(0);
  });
});

describe("toCellValue", () => {
  it("joins lists and drops what has no text", () => {
    expect(toCellValue(["a", 1, null])).toBe("a, 1, ");
    expect(toCellValue({ a: 1 })).toBeNull();
  });
});
