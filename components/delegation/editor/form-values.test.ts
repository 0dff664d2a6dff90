import { describe, expect, it } from "vitest";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { canonicalHelp } from "./canonical-help.ts";
import { draftOf, emptyVlanRow, emptyVxlanRow, valuesOf } from "./form-values.ts";

const DRAFT: DelegationDraft = {
  isRestricted: true,
  networkCountMax: 20,
  vxlanDelegations: [
    { overlayRuleNames: null, vxlanIds: "100-109", sharedVlanIds: null },
    { overlayRuleNames: ["storage"], vxlanIds: "110", sharedVlanIds: "5-6" },
  ],
  vlanDelegations: [
    { overlayRuleName: "a:b", nicTagName: null, vlanIds: "0" },
    { overlayRuleName: null, nicTagName: "a:b", vlanIds: "700" },
  ],
};

describe("the editor's values", () => {
  it("give back the delegation they were made from, to the letter", () => {
    expect(JSON.stringify(draftOf(valuesOf(DRAFT)))).toBe(JSON.stringify(DRAFT));
  });

  it("read an empty limit as none, and refuse to read what is no whole number", () => {
    const limitOf = (networkCountMax: string) =>
      draftOf({ ...valuesOf(DRAFT), networkCountMax }).networkCountMax;
    expect([limitOf(" "), limitOf(" 7 "), limitOf("7.5"), limitOf("-1")]).toEqual([null, 7, NaN, NaN]);
  });

  it("name new rows like no other", () => {
    const { vxlanRows, vlanRows } = valuesOf(DRAFT);
    expect([emptyVxlanRow(vxlanRows.slice(1)).key, emptyVlanRow([]).key, emptyVlanRow(vlanRows).key]).toEqual(
      [2, 0, 2],
    );
  });
});

describe("the help beside typed ranges", () => {
  it("shows how they will be kept and how many ids they are", () => {
    const help = (text: string) => canonicalHelp(text, VXLAN_BOUNDS, "100-199,205");
    expect(help("205, 203-204,100")).toBe("Kept as 100, 203-205: 4 ids.");
    expect(help("100")).toBe("1 id.");
    expect(help("100-")).toBe("Ranges and single ids, such as 100-199,205.");
  });
});
