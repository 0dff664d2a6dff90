import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Delegation } from "../../delegation.ts";
import { type IdRange, VXLAN_BOUNDS } from "../../id-range.ts";
import type { NetworkContext } from "../../network/context.ts";
import { NetworkDraft, type NetworkValues } from "../../network/draft.ts";
import { planNetwork } from "../../network/plan.ts";
import { readNetworkRow } from "../network-row.ts";
import type { NetworkSituation } from "./network-situation.ts";
import { makeNetworkPlanner } from "./plan-networks.ts";

const RULES = [
  { name: "customers", mtuBytes: 1400, addressScope: "segment", isUserRule: true },
  { name: "once", mtuBytes: 1400, addressScope: "rule", isUserRule: true },
] as const;
const TAGS = [{ name: "lan", type: "normal" }] as const;
const OTHERS_SUBNET = "10.7.0.0/24";

const delegation: Delegation = {
  isRestricted: true,
  networkCountMax: 12,
  vxlanDelegations: [{ overlayRuleNames: null, vxlanIds: [{ first: 10, last: 17 }], sharedVlanIds: null }],
  vlanDelegations: [
    { overlayRuleName: "customers", nicTagName: null, vlanIds: [{ first: 0, last: 2 }] },
    { overlayRuleName: "once", nicTagName: null, vlanIds: [{ first: 0, last: 2 }] },
    { overlayRuleName: null, nicTagName: "lan", vlanIds: [{ first: 0, last: 3 }] },
  ],
};
/** Of another vDC: VXLAN 12, VLAN 2 on the tag, a subnet on the rule that wants every address once. */
const otherUses = [
  { overlayRuleName: "once", nicTagName: null, vxlanId: 12, vlanId: 0, subnet: OTHERS_SUBNET },
  { overlayRuleName: null, nicTagName: "lan", vxlanId: null, vlanId: 2, subnet: "10.9.0.0/24" },
].map((use) => ({ ...use, vdcId: null, isVxlanShared: false }));
const RESTING = 15;

const situation: NetworkSituation = {
  vdcs: [
    {
      vdcId: "vdc",
      vdcName: "main",
      delegation,
      networks: [],
      networkIdsUsedByVms: new Set(),
      misfitsByNetworkId: new Map(),
      foreignVxlanIds: { exclusive: [{ first: 13, last: 13 }], shared: [] },
      foreignVlanIdsByTag: new Map(),
    },
  ],
  overlayRules: RULES,
  nicTags: TAGS,
  safeMtuByRuleName: new Map(),
  otherUses,
  restingVxlanIds: new Set([RESTING]),
  takenVxlanIds: [
    { first: 12, last: 12 },
    { first: RESTING, last: RESTING },
  ],
};

/** Everything there is, without an index. */
function wholeContext(draft: NetworkDraft, own: readonly NetworkValues[]): NetworkContext {
  const one = (id: number): IdRange => ({ first: id, last: id });
  const used = own.flatMap(({ vxlanId }) => (vxlanId === null ? [] : [one(vxlanId)]));
  const onOtherRule = own.filter(({ overlayRuleName }) => overlayRuleName !== draft.overlayRuleName);
  const otherIds = onOtherRule.flatMap(({ vxlanId }) => (vxlanId === null ? [] : [one(vxlanId)]));
  const sorted = (ranges: IdRange[]) => ranges.toSorted((a, b) => a.first - b.first);
  const isOnce = draft.overlayRuleName === "once";
  return {
    delegation,
    overlayRules: RULES,
    nicTags: TAGS,
    networkCount: own.length,
    ownNetworks: own,
    held: {
      lookedAtVxlanIds: [VXLAN_BOUNDS],
      exclusiveVxlanIds: [{ first: 12, last: 13 }],
      sharedVxlanIds: [],
      restingVxlanIds: [one(RESTING)],
      usedVxlanIds: sorted([...used, one(12)]),
      otherRuleVxlanIds: sorted(otherIds),
      vlanIds: draft.nicTagName === "lan" ? [one(2)] : [],
    },
    isSubnetHeld: isOnce && /^10\.(7\.0\.|0\.0\.0\/8$)/.test(draft.subnet),
    safeMtu: null,
    nodes: { count: 0, carryingCount: 0 },
    current: null,
    isUsedByVms: false,
    misfits: { outside: [], outsideCount: 0, isGatewayListed: false },
  };
}

const subnet = fc
  .record({
    octet: fc.constantFrom(1, 2, 3, 7),
    prefix: fc.constantFrom("0.0/16", "0.0/24", "0.128/25", "1.0/24"),
  })
  .map(({ octet, prefix }) => `10.${octet}.${prefix}`);
const rowFields = fc.record({
  subnet,
  carrier: fc.constantFrom("customers", "once", "lan", "nowhere"),
  vxlan: fc.oneof(fc.integer({ min: 9, max: 18 }), fc.constant("next-free")),
  vlan: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant("next-free")),
  allowOverlap: fc.boolean(),
});

describe("makeNetworkPlanner", () => {
  it("judges every row as planNetwork does with all earlier networks in sight", () => {
    fc.assert(
      fc.property(fc.array(rowFields, { maxLength: 25 }), (files) => {
        const plan = makeNetworkPlanner(situation, "main");
        const own: NetworkValues[] = [];
        for (const [index, { subnet: cidr, carrier, vxlan, vlan, allowOverlap }] of files.entries()) {
          const isTag = carrier === "lan";
          const fields = {
            name: `net-${index}`,
            subnet: cidr,
            overlayRule: isTag ? null : carrier,
            nicTag: isTag ? carrier : null,
            vxlan: isTag ? null : vxlan,
            vlan,
            allowOverlap,
          };
          const row = readNetworkRow({
            line: index + 2,
            fields: new Map(Object.entries(fields)),
            problems: [],
          });
          const { verdict, step } = plan(row);
          const draft = NetworkDraft.parse({
            name: fields.name,
            subnet: cidr,
            overlayRuleName: fields.overlayRule,
            nicTagName: fields.nicTag,
            vxlanId: fields.vxlan,
            vlanId: vlan,
            allowOverlapInVdc: allowOverlap,
          });
          const { violations, values } = planNetwork(draft, wholeContext(draft, own));
          expect(step?.values ?? null).toEqual(values);
          // Which of several overlapping networks a sentence names may differ.
          expect(verdict.violations).toHaveLength(violations.length);
          if (values) own.push(values);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a second row of one name, and names the line of the first", () => {
    const plan = makeNetworkPlanner(situation, "main");
    const rowAt = (line: number, cidr: string) =>
      readNetworkRow({
        line,
        fields: new Map(
          Object.entries({ name: "web", subnet: cidr, overlayRule: "customers", vxlan: "next-free" }),
        ),
        problems: [],
      });
    expect(plan(rowAt(2, "10.1.0.0/24")).verdict).toMatchObject({ verdict: "new", note: "Gets VXLAN 10." });
    expect(plan(rowAt(9, "10.2.0.0/24")).verdict).toMatchObject({
      verdict: "refused",
      violations: [{ field: "name", message: "Line 2 of this file is about network web already." }],
    });
  });

  it("does not use up an id for a row that is refused", () => {
    const plan = makeNetworkPlanner(situation, "main");
    const rowOf = (name: string, cidr: string) =>
      readNetworkRow({
        line: 2,
        fields: new Map(Object.entries({ name, subnet: cidr, overlayRule: "customers", vxlan: "next-free" })),
        problems: [],
      });
    expect(plan(rowOf("bad", "nonsense")).verdict.verdict).toBe("refused");
    expect(plan(rowOf("web", "10.1.0.0/24")).verdict.note).toBe("Gets VXLAN 10.");
  });
});
