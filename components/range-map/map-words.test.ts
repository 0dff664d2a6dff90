import { describe, expect, it } from "vitest";
import { NO_COUNTS, type StateRange } from "#server/domain/range-map.ts";
import { columnText, countWords, listedRanges, rangeStateWords, USE_WORDS } from "./map-words.ts";

const range = (fields: Partial<StateRange>): StateRange => ({
  first: 1,
  last: 1,
  state: "used",
  networkNames: [],
  networkCount: 0,
  restsUntil: null,
  ...fields,
});
const words = (fields: Partial<StateRange>) => rangeStateWords(range(fields), USE_WORDS);

describe("ids in words", () => {
  it("name the networks that use one, and how many more there are", () => {
    expect(words({ networkNames: ["web"], networkCount: 1 })).toBe("in use by network web");
    expect(words({ networkNames: ["db", "web"], networkCount: 2 })).toBe("in use by networks db and web");
    expect(words({ networkNames: ["db", "log", "web"], networkCount: 9 })).toBe(
      "in use by db, log, web and 6 more networks",
    );
  });

  it("tell until when one rests", () => {
    const restsUntil = new Date("2026-11-24T10:15:00Z");
    expect(words({ state: "resting", restsUntil })).toBe("resting until 24 Nov 2026, 10:15:00 UTC");
  });

  it("count what is mixed, and say plainly what is not", () => {
    expect(countWords({ ...NO_COUNTS, used: 3, free: 1997 }, USE_WORDS)).toBe("3 in use, 1,997 free");
    expect(countWords({ ...NO_COUNTS, unavailable: 100 }, USE_WORDS)).toBe("not available");
  });

  it("are a list in which neighbouring cells of one state are one line, and mixed ones are not", () => {
    const cell = (first: number, counts: object) => ({
      first,
      last: first + 99,
      counts: { ...NO_COUNTS, ...counts },
    });
    const mixed = { used: 1, free: 99 };
    const cells = [cell(0, { free: 100 }), cell(100, { free: 100 }), cell(200, mixed), cell(300, mixed)];
    expect(
      listedRanges(cells, null, USE_WORDS).map(({ first, last, words: text }) => [first, last, text]),
    ).toEqual([
      [0, 199, "free"],
      [200, 299, "1 in use, 99 free"],
      [300, 399, "1 in use, 99 free"],
    ]);
  });

  it("have columns that add to their row", () => {
    expect([columnText(0, 1000), columnText(3, 1000), columnText(9, 100_000), columnText(7, 1)]).toEqual([
      "+0",
      "+3k",
      "+900k",
      "+7",
    ]);
  });
});
