import { expect, it } from "vitest";
import { countWithNoun } from "./row-count.ts";

it.each([
  { count: 1, words: "1 network" },
  { count: 1234, words: "1,234 networks" },
  { count: null, words: "10,000+ networks" },
])("says $words", ({ count, words }) => {
  expect(countWithNoun({ count, countMax: 10_000 }, "networks")).toBe(words);
});
