import { expect, it } from "vitest";
import { nounFor } from "./noun.ts";

it.each([
  ["people", "person"],
  ["nodes", "node"],
  ["refreshes", "refresh"],
  ["addresses", "address"],
  ["entries", "entry"],
  ["overlay rules", "overlay rule"],
  ["vDCs", "vDC"],
  ["vNICs", "vNIC"],
])("says %s as %s when there is one", (plural, singular) => {
  expect(nounFor(1, plural)).toBe(singular);
  expect(nounFor(0, plural)).toBe(plural);
  expect(nounFor(2, plural)).toBe(plural);
});
