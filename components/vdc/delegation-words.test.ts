import { describe, expect, it } from "vitest";
import { countWords, delegatedWords } from "./delegation-words.ts";

const NOTHING = { isRestricted: true, networkCountMax: null, vxlanDelegations: [], vlanDelegations: [] };

describe("delegatedWords", () => {
  it("says that nothing is delegated, and that nothing holds a vDC back", () => {
    expect(delegatedWords(NOTHING)).toBe("Nothing yet");
    expect(delegatedWords({ ...NOTHING, isRestricted: false })).toBe("Any id that no other vDC holds");
  });

  it("names ranges with their rules, shared ones and those of NIC tags", () => {
    const words = delegatedWords({
      ...NOTHING,
      vxlanDelegations: [
        { overlayRuleNames: null, vxlanIds: "100-199", sharedVlanIds: null },
        { overlayRuleNames: ["customers"], vxlanIds: "1,3,5,7,9", sharedVlanIds: "10-19" },
      ],
      vlanDelegations: [
        { overlayRuleName: "customers", nicTagName: null, vlanIds: "0" },
        { overlayRuleName: null, nicTagName: "external", vlanIds: "40-49" },
      ],
    });
    expect(words).toBe(
      "VXLAN 100-199 (all user rules); VXLAN 1, 3, 5 and 2 more (customers, shared); VLAN 40-49 (external)",
    );
  });
});

describe("countWords", () => {
  it.each([
    [1, null, "1 network"],
    [3, null, "3 networks"],
    [3, 20, "3 of 20 networks"],
  ])("%i with the limit %s reads %s", (count, max, words) => {
    expect(countWords(count, max)).toBe(words);
  });
});
