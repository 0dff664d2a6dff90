import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameDelegation, delegationDifference } from "./delegation-difference.ts";
import { canonicalDraft, readDelegation } from "./delegation-reading.ts";
import { type CloudIds, proposeDelegation } from "./delegation-proposal.ts";
import { readWish, type WishDraft } from "./delegation-request.ts";
import type { Delegation, DelegationDraft } from "./delegation.ts";
import {
  type IdRange,
  intersectIdRanges,
  isIdInRanges,
  subtractIdRanges,
  unionIdRanges,
} from "./id-range.ts";

const ids = (first: number, last: number): IdRange[] => [{ first, last }];
const NOBODY: CloudIds = {
  takenVxlanIds: [],
  restingVxlanIds: [],
  ownUsedVxlanIds: [],
  takenVlanIdsByTagName: new Map(),
};
const wishOf = (fields: Partial<WishDraft>) =>
  readWish({ vxlans: [], vlans: [], networkCountMax: null, ...fields }).wish;
const delegationOf = (fields: Partial<DelegationDraft>): Delegation =>
  readDelegation({
    isRestricted: true,
    networkCountMax: 10,
    vxlanDelegations: [],
    vlanDelegations: [],
    ...fields,
  }).delegation;
const own = delegationOf({
  vxlanDelegations: [{ overlayRuleNames: ["customers"], vxlanIds: "100-199", sharedVlanIds: null }],
  vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: "0" }],
});
const vxlans = (delegation: Delegation) => canonicalDraft(delegation).vxlanDelegations;

describe("proposeDelegation", () => {
  it("gives a number of ids next to the vDC's own, past what others hold and what rests", () => {
    const cloud = { ...NOBODY, takenVxlanIds: ids(200, 204), restingVxlanIds: ids(95, 99) };
    const wish = wishOf({ vxlans: [{ overlayRuleName: "customers", count: 10, ids: null }] });
    const { delegation, shortfalls } = proposeDelegation(own, wish, cloud);
    expect(vxlans(delegation)).toEqual([
      { overlayRuleNames: ["customers"], vxlanIds: "100-199,205-214", sharedVlanIds: null },
    ]);
    expect(shortfalls).toEqual([]);
  });

  it("gives exact ids but those that are held, and says which", () => {
    const wish = wishOf({ vxlans: [{ overlayRuleName: "customers", count: null, ids: "198-205" }] });
    const { delegation, shortfalls } = proposeDelegation(own, wish, {
      ...NOBODY,
      takenVxlanIds: ids(204, 300),
    });
    expect(vxlans(delegation)[0]?.vxlanIds).toBe("100-203");
    expect(shortfalls).toEqual(["VXLAN 204-205 on customers cannot be given: held already."]);
  });

  it("begins a row for another rule, and says that no network fits without VLANs there", () => {
    const wish = wishOf({ vxlans: [{ overlayRuleName: "storage", count: 2, ids: null }] });
    const { delegation, notes } = proposeDelegation(own, wish, NOBODY);
    expect(vxlans(delegation)[1]).toEqual({
      overlayRuleNames: ["storage"],
      vxlanIds: "200-201",
      sharedVlanIds: null,
    });
    expect(delegation.vlanDelegations).toEqual(own.vlanDelegations);
    expect(notes).toEqual([
      "No VLAN is delegated on storage, so no network could be made in these VXLANs; add VLAN 0 for untagged ones.",
    ]);
  });

  it("does not give VLAN 0 by number, nor a tag's VLANs that others hold", () => {
    const wish = wishOf({
      vlans: [
        { overlayRuleName: null, nicTagName: "external", count: 3, ids: null },
        { overlayRuleName: "storage", nicTagName: null, count: 1, ids: null },
      ],
    });
    const cloud = { ...NOBODY, takenVlanIdsByTagName: new Map([["external", ids(1, 99)]]) };
    expect(canonicalDraft(proposeDelegation(own, wish, cloud).delegation).vlanDelegations).toEqual([
      { overlayRuleName: "customers", nicTagName: null, vlanIds: "0" },
      { overlayRuleName: null, nicTagName: "external", vlanIds: "100-102" },
      { overlayRuleName: "storage", nicTagName: null, vlanIds: "1" },
    ]);
  });

  it("raises the limit and never lowers it", () => {
    const limit = (wanted: number) =>
      proposeDelegation(own, wishOf({ networkCountMax: wanted }), NOBODY).delegation.networkCountMax;
    expect([limit(25), limit(5)]).toEqual([25, 10]);
    const unlimited = delegationOf({ networkCountMax: null });
    expect(
      proposeDelegation(unlimited, wishOf({ networkCountMax: 5 }), NOBODY).delegation.networkCountMax,
    ).toBeNull();
  });

  it("takes nothing away, never touches what others hold or VXLAN 2, whatever is wished for", () => {
    const set = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 30 })), { maxLength: 8 })
      .map((pairs) => unionIdRanges(pairs.map(([first, length]) => ({ first, last: first + length }))));
    const row = fc.oneof(
      fc.record({ count: fc.integer({ min: 1, max: 100 }), ids: fc.constant(null) }),
      fc.record({ count: fc.constant(null), ids: set }),
    );
    const rows = fc.array(fc.tuple(row, fc.constantFrom("customers", "storage", null)), { maxLength: 4 });
    fc.assert(
      fc.property(rows, set, set, set, (wanted, taken, resting, ownIds) => {
        const others = subtractIdRanges(taken, ownIds);
        const before: Delegation = {
          ...own,
          vxlanDelegations: [{ overlayRuleNames: ["customers"], vxlanIds: ownIds, sharedVlanIds: null }],
        };
        const wish = {
          vxlans: wanted.map(([amount, overlayRuleName]) => ({ ...amount, overlayRuleName })),
          vlans: [],
          networkCountMax: null,
        };
        const cloud = { ...NOBODY, takenVxlanIds: others, restingVxlanIds: resting };
        const { delegation } = proposeDelegation(before, wish, cloud);
        expect(delegationDifference(before, delegation).ids.flatMap(({ removed }) => removed)).toEqual([]);
        for (const { vxlanIds } of delegation.vxlanDelegations) {
          const added = subtractIdRanges(vxlanIds, ownIds);
          expect(intersectIdRanges(added, others)).toEqual([]);
          expect(isIdInRanges(added, 2)).toBe(false);
        }
      }),
    );
  });
});

describe("readWish", () => {
  it("tells every row that asks for nothing, or for both", () => {
    const { violations } = readWish({
      vxlans: [
        { overlayRuleName: "customers", count: null, ids: null },
        { overlayRuleName: "customers", count: 1, ids: "5" },
        { overlayRuleName: null, count: null, ids: "1-3" },
      ],
      vlans: [{ overlayRuleName: "", nicTagName: null, count: 1, ids: null }],
      networkCountMax: null,
    });
    expect(violations).toEqual([
      { field: "vxlans.0.count", message: "Say how many VXLAN ids are needed, or which." },
      { field: "vxlans.1.ids", message: "Say how many VXLAN ids are needed, or which." },
      { field: "vxlans.2.ids", message: "VXLAN 2 is reserved for adminoverlay." },
      { field: "vlans.0.carrier", message: "Name the overlay rule or the NIC tag these VLANs are for." },
    ]);
  });

  it("refuses a wish for nothing", () => {
    expect(readWish({ vxlans: [], vlans: [], networkCountMax: null }).violations).toEqual([
      { field: "", message: "Say what is needed: ids, or a higher limit of networks." },
    ]);
  });
});

describe("delegationDifference", () => {
  it("finds the same ids the same, however they are split into rows", () => {
    const split = delegationOf({
      vxlanDelegations: [
        { overlayRuleNames: ["customers"], vxlanIds: "150-199", sharedVlanIds: null },
        { overlayRuleNames: ["customers"], vxlanIds: "100-149", sharedVlanIds: null },
      ],
      vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: "0" }],
    });
    expect(isSameDelegation(own, split)).toBe(true);
  });

  it("tells what comes and what goes, limit and restriction too", () => {
    const after = delegationOf({
      isRestricted: false,
      networkCountMax: null,
      vxlanDelegations: [{ overlayRuleNames: ["customers"], vxlanIds: "110-209", sharedVlanIds: null }],
    });
    expect(delegationDifference(own, after)).toEqual({
      ids: [
        { label: "VXLAN on customers", added: ids(200, 209), removed: ids(100, 109) },
        { label: "VLAN on rule customers", added: [], removed: ids(0, 0) },
      ],
      limit: { from: 10, to: null },
      restriction: { from: true, to: false },
    });
  });
});
