import { describe, expect, it } from "vitest";
import { RequestDraft } from "#server/domain/delegation-request.ts";
import { draftOf, EMPTY_REQUEST, emptyRow, valuesOf } from "./form-values.ts";

const DRAFT: RequestDraft = {
  wanted: {
    vxlans: [
      { overlayRuleName: "customers", count: 5, ids: null },
      { overlayRuleName: null, count: null, ids: "100-109" },
    ],
    vlans: [{ overlayRuleName: null, nicTagName: "external", count: 2, ids: null }],
    networkCountMax: 20,
  },
  reason: "A new shop.",
};

describe("the values of a request's form", () => {
  it("give back what they were made of", () => {
    expect(draftOf(valuesOf(DRAFT))).toEqual(DRAFT);
  });

  it("keep what is no number from passing", () => {
    const row = { ...emptyRow([], "customers"), amount: "many" };
    const parsed = RequestDraft.safeParse(draftOf({ ...EMPTY_REQUEST, vxlanRows: [row], reason: "x" }));
    expect(parsed.error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`)).toEqual([
      "wanted.vxlans.0.count Write how many ids as a whole number.",
    ]);
  });
});
