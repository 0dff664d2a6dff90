import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pdcNameOfId, pdcOfName, pdcPairIdOfNames } from "./pdc.ts";

const anyName = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.constantFrom(",", "a,b", "%2C", "pdc:a", "no-name", "\ud800", "\udfff", "\\ud800"),
);

describe("pdcPairIdOfNames", () => {
  it("is the same in both orders and never the same for other names", () => {
    fc.assert(
      fc.property(anyName, anyName, anyName, anyName, (a, b, c, d) => {
        expect(pdcPairIdOfNames(a, b)).toBe(pdcPairIdOfNames(b, a));
        const isSamePair = (a === c && b === d) || (a === d && b === c);
        expect(pdcPairIdOfNames(a, b) === pdcPairIdOfNames(c, d)).toBe(isSamePair);
      }),
    );
  });
});

describe("pdcNameOfId", () => {
  it("reads back the name of every named PDC", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(pdcNameOfId(pdcOfName(name).id)).toBe(name);
      }),
    );
  });

  it.each(["no-name", "unread", "", "pdc:", "pdc:%", 'pdc:"', "prague-1"])(
    "takes %j for no named PDC",
    (id) => {
      expect(pdcNameOfId(id)).toBeNull();
    },
  );
});
