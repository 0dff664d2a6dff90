import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countIds,
  firstFreeId,
  formatIdRanges,
  intersectIdRanges,
  isIdInRanges,
  mergeIdRanges,
  parseIdRanges,
  subtractIdRanges,
  unionIdRanges,
  VLAN_BOUNDS,
  VXLAN_BOUNDS,
} from "./id-range.ts";

const SMALL_ID_LAST = 60;
const smallRanges = fc
  .array(
    fc
      .tuple(fc.integer({ min: 0, max: SMALL_ID_LAST }), fc.integer({ min: 0, max: SMALL_ID_LAST }))
      .map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) })),
    { maxLength: 8 },
  )
  .map(mergeIdRanges);

function idsOf(ranges: readonly { first: number; last: number }[]): number[] {
  return ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
}

describe("parseIdRanges", () => {
  it.each([
    ["100-199,205,300-310", "100-199,205,300-310"],
    [" 205 , 100 - 199 ", "100-199,205"],
    ["5,3,4,1-2", "1-5"],
    ["1-10,5-20,21", "1-21"],
    ["16777215", "16777215"],
    ["", ""],
  ])("reads %j as %j", (text, canonical) => {
    const { ranges, problem } = parseIdRanges(text, VXLAN_BOUNDS);
    expect(problem).toBeNull();
    expect(formatIdRanges(ranges ?? [])).toBe(canonical);
  });

  it.each([
    ["0", "0 is not within 1 to 16777215, the ids a VXLAN can have."],
    ["16777216", "16777216 is not within 1 to 16777215, the ids a VXLAN can have."],
    ["200-100", "The range 200-100 begins after its end."],
    ["1,,2", "There is a comma with no number beside it."],
    ["1,", "There is a comma with no number beside it."],
    ["1-2-3", '"1-2-3" is neither a number nor a range such as 100-199.'],
    ["-5", '"-5" is neither a number nor a range such as 100-199.'],
    ["007", '"007" is neither a number nor a range such as 100-199.'],
    ["1.5", '"1.5" is neither a number nor a range such as 100-199.'],
    ["0x10", '"0x10" is neither a number nor a range such as 100-199.'],
    ["99999999999", '"99999999999" is neither a number nor a range such as 100-199.'],
    ["<b>", '"<b>" is neither a number nor a range such as 100-199.'],
  ])("refuses %j with one sentence", (text, problem) => {
    expect(parseIdRanges(text, VXLAN_BOUNDS)).toEqual({ ranges: null, problem });
  });

  it("takes VLAN 0 to 4094 and not the reserved 4095", () => {
    expect(parseIdRanges("0-4094", VLAN_BOUNDS).problem).toBeNull();
    expect(parseIdRanges("4095", VLAN_BOUNDS).problem).toMatch(/not within 0 to 4094/);
  });

  it("refuses more ranges than anyone would write", () => {
    expect(parseIdRanges("1,".repeat(5000), VXLAN_BOUNDS).problem).toBe("Write at most 1000 ranges.");
  });

  it("gives back every canonical text unchanged", () => {
    fc.assert(
      fc.property(smallRanges, (ranges) => {
        const text = formatIdRanges(ranges);
        const parsed = parseIdRanges(text, { ...VLAN_BOUNDS });
        expect(parsed.ranges).toEqual(ranges);
        expect(formatIdRanges(parsed.ranges ?? [])).toBe(text);
      }),
    );
  });

  it("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { ranges, problem } = parseIdRanges(text, VXLAN_BOUNDS);
        expect((ranges === null) !== (problem === null)).toBe(true);
      }),
    );
  });
});

describe("set operations on ranges agree with sets of numbers", () => {
  it("union, subtraction and intersection", () => {
    fc.assert(
      fc.property(smallRanges, smallRanges, (a, b) => {
        const setA = new Set(idsOf(a));
        const setB = new Set(idsOf(b));
        expect(idsOf(unionIdRanges(a, b))).toEqual([...setA.union(setB)].toSorted((x, y) => x - y));
        expect(idsOf(subtractIdRanges(a, b))).toEqual([...setA.difference(setB)]);
        expect(idsOf(intersectIdRanges(a, b))).toEqual([...setA].filter((id) => setB.has(id)));
        expect(countIds(a)).toBe(setA.size);
      }),
    );
  });

  it("membership and the first free id", () => {
    fc.assert(
      fc.property(smallRanges, smallRanges, fc.integer({ min: 0, max: SMALL_ID_LAST }), (a, b, id) => {
        expect(isIdInRanges(a, id)).toBe(idsOf(a).includes(id));
        const taken = new Set(idsOf(b));
        expect(firstFreeId(a, b)).toBe(idsOf(a).find((candidate) => !taken.has(candidate)) ?? null);
      }),
    );
  });

  it("results are always sorted, disjoint and not adjacent", () => {
    fc.assert(
      fc.property(smallRanges, smallRanges, (a, b) => {
        for (const result of [unionIdRanges(a, b), subtractIdRanges(a, b), intersectIdRanges(a, b)]) {
          expect(mergeIdRanges(result)).toEqual(result);
        }
      }),
    );
  });
});
