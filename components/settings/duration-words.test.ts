import { expect, it } from "vitest";
import { durationWords } from "./duration-words.ts";

it.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [900, "15 minutes"],
  [5400, "1 hour 30 minutes"],
  [86_400, "1 day"],
  [90_061, "1 day 1 hour 1 minute 1 second"],
])("says %d seconds exactly", (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});
