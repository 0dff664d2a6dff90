import { describe, expect, it } from "vitest";
import { limitSentence, restrictionSentence, ruleNotes, ruleSentence } from "./use-sentences.ts";

const RULE = {
  overlayRuleName: "customers",
  allowedVxlanIds: [{ first: 100, last: 110 }],
  counts: { used: 2, resting: 0, unavailable: 0, free: 9, outside: 0 },
  usedOutside: { count: 0, vxlanIds: [] },
};
const DELEGATION = { isRestricted: true, networkCountMax: null, vxlanDelegations: [], vlanDelegations: [] };

describe("a delegation in sentences", () => {
  it("tells how many networks more can be made", () => {
    expect(limitSentence(1, null)).toBe("It has 1 network, and there is no limit.");
    expect(limitSentence(3, 20)).toBe("It has 3 networks of at most 20; 17 more can be made.");
    expect(limitSentence(20, 20)).toBe("It has 20 networks of at most 20, so no more can be made.");
    expect(limitSentence(21, 20)).toContain("1 too many");
  });

  it("tells whether other ids than these may be taken", () => {
    expect(restrictionSentence({ isRestricted: true })).toContain("from the ranges below only");
    expect(restrictionSentence({ isRestricted: false })).toContain("any id that no other vDC holds");
  });

  it("counts what is allowed, in use and free on a rule", () => {
    expect(ruleSentence(RULE)).toBe("11 allowed, 2 in use, 9 free.");
    const counts = { ...RULE.counts, resting: 1, unavailable: 8, free: 0 };
    expect(ruleSentence({ ...RULE, counts })).toBe(
      "11 allowed, 2 in use, 1 resting, 8 not available, none free.",
    );
  });

  it("has no notes where all is plain", () => {
    expect(ruleNotes(RULE, DELEGATION)).toEqual([]);
  });

  it("tells which ids may be shared, and the vDC's own VLANs there", () => {
    const row = { overlayRuleNames: ["customers"], vxlanIds: "110,300", sharedVlanIds: "5-6" };
    const elsewhere = { ...row, overlayRuleNames: ["storage"] };
    expect(ruleNotes(RULE, { ...DELEGATION, vxlanDelegations: [row, elsewhere] })).toEqual([
      "VXLAN 110 may be shared with other vDCs; this one has VLAN 5-6 there.",
    ]);
  });

  it("tells which ids in use are no longer delegated", () => {
    const vxlanIds = [{ first: 111, last: 111 }];
    const notes = (count: number) => ruleNotes({ ...RULE, usedOutside: { count, vxlanIds } }, DELEGATION);
    expect(notes(1)).toEqual(["VXLAN 111 is in use but no longer delegated."]);
    expect(notes(40)).toEqual(["VXLAN 111 and 39 more is in use but no longer delegated."]);
  });
});
