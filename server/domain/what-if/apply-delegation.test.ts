import { describe, expect, it } from "vitest";
import { delegationDifference } from "../delegation-difference.ts";
import type { Delegation } from "../delegation.ts";
import { changeDelegation } from "./apply-delegation.ts";
import type { ChangeOf } from "./scenario.ts";

const delegation: Delegation = {
  isRestricted: true,
  networkCountMax: null,
  vxlanDelegations: [
    { overlayRuleNames: null, vxlanIds: [{ first: 100, last: 199 }], sharedVlanIds: null },
    { overlayRuleNames: ["a", "b"], vxlanIds: [{ first: 300, last: 310 }], sharedVlanIds: null },
  ],
  vlanDelegations: [{ overlayRuleName: "a", nicTagName: null, vlanIds: [{ first: 0, last: 10 }] }],
};
const change = (some: Partial<ChangeOf<"change-delegation">>): ChangeOf<"change-delegation"> => ({
  kind: "change-delegation",
  vdcId: "v",
  direction: "widen",
  ids: "vxlan",
  ruleName: null,
  nicTagName: null,
  ranges: "100-120",
  ...some,
});
const RULES = ["a", "b", "c"];
const changed = (some: Partial<ChangeOf<"change-delegation">>, before = delegation) =>
  changeDelegation(before, change(some), RULES).delegation ?? before;

describe("changeDelegation", () => {
  it.each([
    { some: { ranges: "200-210" } },
    { some: { ranges: "400", ruleName: "c" } },
    { some: { ids: "vlan" as const, ranges: "20-30", ruleName: "a" } },
    { some: { ids: "vlan" as const, ranges: "7", nicTagName: "external" } },
  ])("gives ids, and taking them away again gives the present: $some", ({ some }) => {
    const there = changed(some);
    expect(there).not.toEqual(delegation);
    const back = changed({ ...some, direction: "shrink" }, there);
    expect(delegationDifference(delegation, back)).toEqual({ ids: [], limit: null, restriction: null });
  });

  it("takes ids from one rule and leaves them to the others of the row", () => {
    const { vxlanDelegations } = changed({ direction: "shrink", ruleName: "a", ranges: "150,305" });
    expect(vxlanDelegations).toEqual([
      {
        overlayRuleNames: null,
        vxlanIds: [
          { first: 100, last: 149 },
          { first: 151, last: 199 },
        ],
        sharedVlanIds: null,
      },
      { overlayRuleNames: ["b", "c"], vxlanIds: [{ first: 150, last: 150 }], sharedVlanIds: null },
      {
        overlayRuleNames: ["a", "b"],
        vxlanIds: [
          { first: 300, last: 304 },
          { first: 306, last: 310 },
        ],
        sharedVlanIds: null,
      },
      { overlayRuleNames: ["b"], vxlanIds: [{ first: 305, last: 305 }], sharedVlanIds: null },
    ]);
  });

  it.each([
    { what: "no ranges", some: { ranges: "a-b" } },
    { what: "an id that no VXLAN has", some: { ranges: "0" } },
    { what: "VXLAN ids on a tag", some: { nicTagName: "external" } },
    { what: "VLANs of nothing", some: { ids: "vlan" as const } },
  ])("refuses $what", ({ some }) => {
    expect(changeDelegation(delegation, change(some), RULES)).toEqual({
      delegation: null,
      problem: expect.any(String),
    });
  });
});
