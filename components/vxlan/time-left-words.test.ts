import { describe, expect, it } from "vitest";
import { timeLeftWords } from "./time-left-words.ts";

const NOW = new Date("2026-11-23T12:00:00Z");

describe("timeLeftWords", () => {
  it.each([
    [-5, "over"],
    [0, "over"],
    [1, "less than a minute"],
    [61, "2 min"],
    [3600, "1 h"],
    [3601, "1 h 1 min"],
    [86_400, "24 h"],
    [172_800, "2 days"],
    [180_001, "2 days 3 h"],
  ])("in %i seconds reads %s", (seconds, words) => {
    expect(timeLeftWords(new Date(NOW.getTime() + seconds * 1000), NOW)).toBe(words);
  });
});
