import { describe, expect, it } from "vitest";
import { sparklinePoints } from "./sparkline-points.ts";

const BOX = { max: 10, width: 100, height: 20 };

describe("sparklinePoints", () => {
  it("goes from left to right, the greatest at the top", () => {
    expect(sparklinePoints([0, 5, 10], BOX)).toEqual([
      [0, 20],
      [50, 10],
      [100, 0],
    ]);
  });

  it("stays inside the picture when a value is beyond what it is measured against", () => {
    expect(sparklinePoints([20, 0], BOX)).toEqual([
      [0, 0],
      [100, 20],
    ]);
  });

  it("draws one value as a level line, and none as nothing", () => {
    expect(sparklinePoints([5], BOX)).toEqual([
      [0, 10],
      [100, 10],
    ]);
    expect(sparklinePoints([], BOX)).toEqual([]);
  });
});
