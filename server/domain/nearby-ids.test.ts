import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countIds,
  formatIdRanges,
  intersectIdRanges,
  parseIdRanges,
  subtractIdRanges,
  unionIdRanges,
  VXLAN_BOUNDS,
} from "./id-range.ts";
import { pickNearby } from "./nearby-ids.ts";

const ranges = (text: string) => parseIdRanges(text, VXLAN_BOUNDS).ranges ?? [];
const pick = (count: number, free: string, own: string) =>
  formatIdRanges(pickNearby(count, ranges(free), ranges(own)));

describe("pickNearby", () => {
  it.each([
    { why: "right after what one has", count: 5, free: "1-99,200-300", own: "100-199", picked: "200-204" },
    {
      why: "right before, when nothing is free after",
      count: 5,
      free: "1-99,400",
      own: "100-199",
      picked: "95-99",
    },
    {
      why: "in one run, even if it is farther",
      count: 5,
      free: "200-203,300-310",
      own: "100-199",
      picked: "300-304",
    },
    {
      why: "nearest first when none is long enough",
      count: 5,
      free: "90-91,200-202,300",
      own: "100-199",
      picked: "90-91,200-202",
    },
    { why: "the first that fits for who has nothing", count: 3, free: "5-6,10-20", own: "", picked: "10-12" },
    { why: "all there are when they are too few", count: 9, free: "5-6,10", own: "1", picked: "5-6,10" },
    { why: "none when none is asked for", count: 0, free: "5-6", own: "1", picked: "" },
  ])("takes ids $why", ({ count, free, own, picked }) => {
    expect(pick(count, free, own)).toBe(picked);
  });

  const set = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 12 })), { maxLength: 12 })
    .map((pairs) => unionIdRanges(pairs.map(([first, length]) => ({ first, last: first + length }))));

  it("takes only free ids, as many as asked for or all, and in one run wherever one is long enough", () => {
    fc.assert(
      fc.property(set, set, fc.integer({ min: 1, max: 40 }), (any, own, count) => {
        const free = subtractIdRanges(any, own);
        const picked = pickNearby(count, free, own);
        expect(subtractIdRanges(picked, free)).toEqual([]);
        expect(countIds(picked)).toBe(Math.min(count, countIds(free)));
        const isOneEnough = free.some((run) => countIds([run]) >= count);
        expect(picked.length === 1 || !isOneEnough).toBe(true);
      }),
    );
  });

  it("grows a range one has wherever a run that is long enough touches it", () => {
    fc.assert(
      fc.property(set, set, fc.integer({ min: 1, max: 40 }), (any, own, count) => {
        const free = subtractIdRanges(any, own);
        const touches = free.some(
          (run) =>
            countIds([run]) >= count &&
            own.some(({ first, last }) => last + 1 === run.first || run.last + 1 === first),
        );
        if (!touches) return;
        const grown = unionIdRanges(own, pickNearby(count, free, own));
        expect(grown.length).toBeLessThanOrEqual(own.length);
        expect(intersectIdRanges(grown, own)).toEqual(own);
      }),
    );
  });
});
