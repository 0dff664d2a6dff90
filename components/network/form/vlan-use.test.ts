import { describe, expect, it } from "vitest";
import { type DelegationUse, vlanUse } from "./vlan-use.ts";

const USE: DelegationUse = {
  delegation: {
    isRestricted: true,
    networkCountMax: null,
    vxlanDelegations: [
      { overlayRuleNames: ["customers"], vxlanIds: "100-199", sharedVlanIds: null },
      { overlayRuleNames: null, vxlanIds: "500", sharedVlanIds: "10-19" },
    ],
    vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: "0-9" }],
  },
  networkCount: 0,
  rules: [
    {
      overlayRuleName: "customers",
      mtuBytes: 1400,
      allowedVxlanIds: [],
      usedVxlanIds: [],
      unavailableVxlanIds: [],
      freeVxlanIds: [],
      freeCount: 0,
      allowedVlanIds: [{ first: 0, last: 9 }],
    },
  ],
  tags: [
    { nicTagName: "external", type: "normal", allowedVlanIds: [{ first: 40, last: 41 }], usedVlanIds: [] },
  ],
};
const onRule = (vxlanId: number | null) => ({ overlayRuleName: "customers", nicTagName: null, vxlanId });

describe("vlanUse", () => {
  it("tells used and free VLANs of the chosen VXLAN apart", () => {
    expect(vlanUse(USE, [{ first: 3, last: 3 }], onRule(100))).toEqual({
      used: [{ first: 3, last: 3 }],
      unavailable: [],
      free: [
        { first: 0, last: 2 },
        { first: 4, last: 9 },
      ],
    });
  });

  it("offers only the vDC's own VLANs inside a shared VXLAN", () => {
    expect(vlanUse(USE, [], onRule(500)).free).toEqual([{ first: 10, last: 19 }]);
  });

  it("offers a NIC tag's VLANs on that tag, and none on a tag that is not delegated", () => {
    const onTag = (nicTagName: string) => ({ overlayRuleName: null, nicTagName, vxlanId: null });
    expect(vlanUse(USE, [], onTag("external")).free).toEqual([{ first: 40, last: 41 }]);
    expect(vlanUse(USE, [], onTag("admin")).free).toEqual([]);
  });
});
