import { describe, expect, it } from "vitest";
import { clockWords, durationWords } from "./node-words.ts";

describe("durations and clocks in words", () => {
  it.each([
    { seconds: 45, words: "45 s" },
    { seconds: 720, words: "12 min" },
    { seconds: 10_800, words: "3 h" },
    { seconds: 11_100, words: "3 h 5 min" },
    { seconds: 7199, words: "2 h" },
  ])("$seconds seconds are $words", ({ seconds, words }) => {
    expect(durationWords(seconds)).toBe(words);
  });

  it("says on which side a clock is", () => {
    expect(clockWords(0)).toBe("agrees with this server");
    expect(clockWords(10_800)).toBe("3 h ahead");
    expect(clockWords(-61)).toBe("1 min behind");
  });
});
