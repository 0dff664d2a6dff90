import { describe, expect, it } from "vitest";
import { areaOf, type Coverage, inPixels, rectsOf, touches } from "./drawn-area.ts";

const BOX: Coverage = { x1: 0, y1: 0, x2: 40, y2: 20, line: null };
const SLANTING: Coverage = {
  x1: -2,
  y1: -2,
  x2: 122,
  y2: 122,
  line: { x1: 0, y1: 0, x2: 120, y2: 120, reach: 2 },
};

describe("the area that is drawn anew", () => {
  it("is all of a box, and only a band along a line", () => {
    expect(rectsOf(BOX)).toEqual([BOX]);
    const band = rectsOf(SLANTING);
    const area = band.reduce((sum, rect) => sum + areaOf(rect), 0);
    expect(area).toBeLessThan(areaOf(SLANTING) / 4);
    // Each point of the line, with what its width covers.
    for (let at = 0; at <= 120; at += 0.5) {
      for (const shift of [-2, 2]) {
        expect(
          band.some(({ x1, y1, x2, y2 }) => x1 <= at + shift && at + shift <= x2 && y1 <= at && at <= y2),
        ).toBe(true);
      }
    }
  });

  it.each([
    { what: "lies on it", rect: { x1: 50, y1: 50, x2: 60, y2: 60 }, isTouched: true },
    { what: "lies beside it", rect: { x1: 80, y1: 10, x2: 100, y2: 30 }, isTouched: false },
    { what: "holds its end", rect: { x1: 119, y1: 119, x2: 140, y2: 140 }, isTouched: true },
    { what: "is a little beside its width", rect: { x1: 54, y1: 47, x2: 60, y2: 48 }, isTouched: false },
    { what: "is just within its width", rect: { x1: 50, y1: 47, x2: 52, y2: 48.5 }, isTouched: true },
    { what: "lies beyond its end", rect: { x1: 130, y1: 130, x2: 140, y2: 140 }, isTouched: false },
  ])("takes in a line when the rectangle $what: $isTouched", ({ rect, isTouched }) => {
    expect(touches(SLANTING, rect)).toBe(isTouched);
  });

  it("takes in lines that stand upright or lie flat", () => {
    const upright: Coverage = {
      x1: 9,
      y1: 0,
      x2: 11,
      y2: 50,
      line: { x1: 10, y1: 0, x2: 10, y2: 50, reach: 1 },
    };
    expect(touches(upright, { x1: 0, y1: 20, x2: 20, y2: 30 })).toBe(true);
    expect(touches(upright, { x1: 12, y1: 20, x2: 20, y2: 30 })).toBe(false);
  });

  it("is in whole pixels, never less than asked for", () => {
    expect(inPixels({ x1: 1, y1: 1, x2: 3, y2: 3 }, 0.5, { x: 10, y: -1 })).toEqual({
      x1: 8,
      y1: -3,
      x2: 14,
      y2: 3,
    });
  });
});
