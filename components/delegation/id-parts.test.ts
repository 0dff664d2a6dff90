import { describe, expect, it } from "vitest";
import { barShares, idParts, rangeWords, singleIds, useWords } from "./id-parts.ts";

const USE = {
  used: [
    { first: 100, last: 101 },
    { first: 110, last: 110 },
  ],
  unavailable: [{ first: 105, last: 105 }],
  free: [
    { first: 102, last: 104 },
    { first: 106, last: 109 },
    { first: 111, last: 199 },
  ],
};

describe("the parts of a picture of ids", () => {
  it("are in order, whatever their states", () => {
    const parts = idParts(USE);
    expect(parts.map(({ first, state }) => `${first} ${state}`)).toEqual([
      "100 used",
      "102 free",
      "105 unavailable",
      "106 free",
      "110 used",
      "111 free",
    ]);
    expect(singleIds(parts)).toHaveLength(100);
    expect(singleIds(parts)[5]).toEqual({ id: 105, state: "unavailable" });
  });

  it("share a bar so that one id beside sixteen million is still seen", () => {
    const [one = 0, many = 0] = barShares([
      { first: 1, last: 1, state: "used" },
      { first: 2, last: 16_777_215, state: "free" },
    ]);
    expect(one).toBeGreaterThan(0.03);
    expect(one + many).toBeCloseTo(1);
  });

  it("are told in words", () => {
    expect(useWords(USE)).toBe("3 used, 1 not available, 96 free");
    expect([rangeWords({ first: 5, last: 5 }), rangeWords({ first: 5, last: 9 })]).toEqual(["5", "5 to 9"]);
  });
});
