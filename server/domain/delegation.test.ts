import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { delegationConflicts, shrinkViolations } from "./delegation-conflicts.ts";
import { canonicalDraft, readDelegation } from "./delegation-reading.ts";
import {
  delegatedVlanIdsIn,
  delegatedVxlanIds,
  type Delegation,
  DelegationDraft,
  isSegmentDelegated,
} from "./delegation.ts";
import { formatIdRanges } from "./id-range.ts";

const customers = { name: "customers", isUserRule: true };
const storage = { name: "storage", isUserRule: true };
const adminoverlay = { name: "adminoverlay", isUserRule: false };
const rules = [customers, storage, adminoverlay];

function read(fields: Partial<DelegationDraft>): Delegation {
  const draft = {
    isRestricted: true,
    networkCountMax: null,
    vxlanDelegations: [],
    vlanDelegations: [],
    ...fields,
  };
  const { delegation, violations } = readDelegation(DelegationDraft.parse(draft));
  expect(violations).toEqual([]);
  return delegation;
}

const delegation = read({
  vxlanDelegations: [
    { overlayRuleNames: null, vxlanIds: "100-109", sharedVlanIds: null },
    { overlayRuleNames: ["storage"], vxlanIds: "110", sharedVlanIds: "5-6" },
  ],
  vlanDelegations: [
    { overlayRuleName: "customers", nicTagName: null, vlanIds: "0" },
    { overlayRuleName: null, nicTagName: "external", vlanIds: "700" },
  ],
});

describe("a delegation", () => {
  it("for all user rules never holds for a system rule", () => {
    expect(formatIdRanges(delegatedVxlanIds(delegation, customers))).toBe("100-109");
    expect(formatIdRanges(delegatedVxlanIds(delegation, storage))).toBe("100-110");
    expect(delegatedVxlanIds(delegation, adminoverlay)).toEqual([]);
  });

  it("holds for a system rule that it names", () => {
    const named = read({
      vxlanDelegations: [{ overlayRuleNames: ["adminoverlay"], vxlanIds: "7", sharedVlanIds: null }],
    });
    expect(formatIdRanges(delegatedVxlanIds(named, adminoverlay))).toBe("7");
  });

  it("gives a rule's VLANs in own VXLANs and the shared ones in shared VXLANs, and none elsewhere", () => {
    expect(formatIdRanges(delegatedVlanIdsIn(delegation, customers, 100))).toBe("0");
    expect(formatIdRanges(delegatedVlanIdsIn(delegation, storage, 110))).toBe("5-6");
    expect(delegatedVlanIdsIn(delegation, storage, 100)).toEqual([]);
    expect(delegatedVlanIdsIn(delegation, customers, 110)).toEqual([]);
  });

  it.each([
    [{ overlayRuleName: "customers", nicTagName: null, vxlanId: 100, vlanId: 0 }, true],
    [{ overlayRuleName: "customers", nicTagName: null, vxlanId: 100, vlanId: 1 }, false],
    [{ overlayRuleName: "gone", nicTagName: null, vxlanId: 100, vlanId: 0 }, false],
    [{ overlayRuleName: null, nicTagName: "external", vxlanId: null, vlanId: 700 }, true],
    [{ overlayRuleName: null, nicTagName: "external", vxlanId: null, vlanId: 0 }, false],
    [{ overlayRuleName: null, nicTagName: "admin", vxlanId: null, vlanId: 700 }, false],
  ])("tells for %j whether it is inside: %s", (segment, isInside) => {
    expect(isSegmentDelegated(delegation, segment, rules)).toBe(isInside);
  });

  it("is read back unchanged from its canonical form", () => {
    expect(read(canonicalDraft(delegation))).toEqual(delegation);
  });

  it("is read or refused, never a crash, whatever is typed", () => {
    const rows = fc.array(
      fc.record({
        overlayRuleNames: fc.constant(null),
        vxlanIds: fc.string(),
        sharedVlanIds: fc.option(fc.string()),
      }),
    );
    fc.assert(
      fc.property(rows, (vxlanDelegations) => {
        const reading = readDelegation({
          isRestricted: true,
          networkCountMax: null,
          vxlanDelegations,
          vlanDelegations: [],
        });
        expect(reading.delegation.vxlanDelegations).toHaveLength(vxlanDelegations.length);
      }),
    );
  });
});

describe("delegationConflicts", () => {
  const other = (fields: Partial<DelegationDraft>) => ({
    overlayRules: rules,
    nicTagNames: ["external"],
    otherVdcs: [{ vdcId: "v1", name: "acme", delegation: read(fields), networks: [] }],
  });

  it("has nothing against a delegation that touches no other", () => {
    const apart = {
      vxlanDelegations: [{ overlayRuleNames: null, vxlanIds: "200-209", sharedVlanIds: null }],
    };
    expect(delegationConflicts(delegation, other(apart))).toEqual([]);
  });

  it("names the exact ids that are delegated twice", () => {
    const overlapping = {
      vxlanDelegations: [{ overlayRuleNames: null, vxlanIds: "105-120", sharedVlanIds: null }],
    };
    expect(delegationConflicts(delegation, other(overlapping)).map(({ message }) => message)).toEqual([
      "VXLAN 105-109 is delegated to vDC acme, which does not share it.",
      "VXLAN 110 is delegated to vDC acme, which does not share it.",
    ]);
  });

  it("refuses to share and not share one id in the same delegation", () => {
    const both = read({
      vxlanDelegations: [
        { overlayRuleNames: ["customers"], vxlanIds: "100-110", sharedVlanIds: null },
        { overlayRuleNames: ["customers"], vxlanIds: "110-120", sharedVlanIds: "1" },
      ],
    });
    expect(delegationConflicts(both, { ...other({}), otherVdcs: [] })).toEqual([
      { field: "vxlanDelegations.1.vxlanIds", message: "VXLAN 110 is both shared and not shared here." },
    ]);
  });

  it("refuses names that nobody knows", () => {
    const unknown = read({
      vlanDelegations: [{ overlayRuleName: null, nicTagName: "nowhere", vlanIds: "1" }],
    });
    expect(delegationConflicts(unknown, other({}))).toEqual([
      { field: "vlanDelegations.0", message: "No node has reported a NIC tag named nowhere." },
    ]);
  });
});

describe("shrinkViolations", () => {
  const network = { name: "web", overlayRuleName: "customers", nicTagName: null, vxlanId: 109, vlanId: 0 };
  const smaller = read({
    vxlanDelegations: [{ overlayRuleNames: null, vxlanIds: "100-108", sharedVlanIds: null }],
    vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: "0" }],
  });

  it("names the networks that would be left outside", () => {
    expect(shrinkViolations(delegation, smaller, [network, { ...network, name: "db" }], rules)).toEqual([
      { field: "", message: "These ranges would leave the networks web, db outside the delegation." },
    ]);
  });

  it("says nothing of networks that were outside before", () => {
    expect(shrinkViolations(smaller, smaller, [network], rules)).toEqual([]);
  });
});
