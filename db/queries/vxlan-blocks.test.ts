import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { blockRuns, splitBlock } from "./vxlan-blocks.ts";

const idsOf = ({ size, first, last }: { size: number; first: number; last: number }) => ({
  first: first * size,
  last: (last + 1) * size - 1,
});

describe("blockRuns", () => {
  it("are the range's own ids, once each and in order, in a handful of runs", () => {
    const bound = fc.integer({ min: VXLAN_BOUNDS.first, max: VXLAN_BOUNDS.last });
    fc.assert(
      fc.property(bound, bound, (a, b) => {
        const range = { first: Math.min(a, b), last: Math.max(a, b) };
        const runs = blockRuns(range).map(idsOf);
        expect(runs.length).toBeLessThanOrEqual(5);
        expect(runs[0]?.first).toBe(range.first);
        expect(runs.at(-1)?.last).toBe(range.last);
        for (const [index, run] of runs.slice(1).entries())
          expect(run.first).toBe((runs[index]?.last ?? 0) + 1);
      }),
    );
  });

  it("never has to look at more than two thousand single ids", () => {
    const singles = blockRuns({ first: 1, last: VXLAN_BOUNDS.last }).filter(({ size }) => size === 1);
    expect(singles.reduce((sum, { first, last }) => sum + last - first + 1, 0)).toBeLessThan(2000);
  });

  it("splits a block into those of the next size, down to single ids", () => {
    expect(splitBlock({ size: 100_000, block: 3 })).toEqual([{ size: 1000, first: 300, last: 399 }]);
    expect(splitBlock({ size: 1000, block: 300 })).toEqual([{ size: 1, first: 300_000, last: 300_999 }]);
  });
});
