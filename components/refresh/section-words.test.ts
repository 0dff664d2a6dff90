import { expect, it } from "vitest";
import { sectionSeconds, sectionWords, slowestFirst } from "./section-words.ts";

it.each([
  [null, "cut off"],
  [0, "fine"],
  [1, "status 1"],
  [127, "not there"],
  [137, "took too long"],
])("says of status %s: %s", (exitCode, words) => {
  expect(sectionWords({ exitCode })).toBe(words);
});

it("shows what took longest first, and what never ended before all", () => {
  const section = (key: string, milliseconds: number | null) => ({ key, exitCode: 0, milliseconds });
  const order = slowestFirst([section("a", 10), section("b", null), section("c", 1200)]);
  expect(order.map(({ key }) => key)).toEqual(["b", "c", "a"]);
  expect(order.map(sectionSeconds)).toEqual(["–", "1.20 s", "0.01 s"]);
});
