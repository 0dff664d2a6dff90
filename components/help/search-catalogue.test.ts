import { expect, it } from "vitest";
import { WARNING_FAMILIES } from "#server/domain/warnings/families.ts";
import { familiesMentioning } from "./search-catalogue.ts";

const codesOf = (text: string) => familiesMentioning(WARNING_FAMILIES, text).flatMap(({ codes }) => codes);

it("shows everything when nothing is searched", () => {
  expect(familiesMentioning(WARNING_FAMILIES, " ")).toEqual(WARNING_FAMILIES);
});

it.each(["pdc-name-similar", "NEARLY equal", "one letter"])(
  "finds by code, title and meaning: %s",
  (text) => {
    expect(codesOf(text)).toContain("pdc-name-similar");
  },
);

it("leaves out families in which no kind has every word", () => {
  expect(familiesMentioning(WARNING_FAMILIES, "nearly equal absent")).toEqual([]);
});
