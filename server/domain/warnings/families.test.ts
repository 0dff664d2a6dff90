import { expect, it } from "vitest";
import { WARNING_CODES } from "./catalogue.ts";
import { WARNING_FAMILIES } from "./families.ts";

it("explains every code there is exactly once", () => {
  const explained = WARNING_FAMILIES.flatMap(({ codes }) => codes);
  expect(explained.toSorted()).toEqual(WARNING_CODES.toSorted());
});

it("has no empty family", () => {
  expect(WARNING_FAMILIES.filter(({ codes }) => codes.length === 0)).toEqual([]);
});
