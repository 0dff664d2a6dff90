import { describe, expect, it } from "vitest";
import type { Delegation } from "../delegation.ts";
import { judgeWarnings } from "./judge.ts";
import type { NetworkFacts, Situation } from "./situation.ts";
import { type CloudChange, healthyCloud, OBSERVED_AT, VDC_ID } from "./testing/healthy-cloud.ts";

const OTHER_VDC_ID = "99999999-1111-4111-8111-111111111111";
const FOREIGN = /foreign|99999999/;
const ids = (first: number, last = first) => [{ first, last }];
const vxlan = (
  vxlanIds: { first: number; last: number }[],
  sharedVlanIds: { first: number; last: number }[] | null = null,
) => ({
  overlayRuleNames: null,
  vxlanIds,
  sharedVlanIds,
});
const tag = (nicTagName: string, vlanIds: { first: number; last: number }[]) => ({
  overlayRuleName: null,
  nicTagName,
  vlanIds,
});
const onRule = { overlayRuleName: "customers", nicTagName: null, vlanIds: ids(0, 9) };
const NOTHING: Delegation = {
  isRestricted: true,
  networkCountMax: null,
  vxlanDelegations: [],
  vlanDelegations: [],
};

/** The vDC has `count` networks, one a VXLAN id from 100 on; none is on nodes. */
function cloud(count: number, delegation: Partial<Delegation>, change: CloudChange = {}): Situation {
  const base = healthyCloud({
    ...change,
    delegation: { isRestricted: true, vlanDelegations: [onRule], ...delegation },
  });
  const [like] = base.networks;
  if (!like) throw new Error("the healthy cloud has a network");
  const networks = Array.from({ length: count }, (_, position): NetworkFacts => ({
    ...like,
    id: `33333333-3333-4333-8333-${String(position).padStart(12, "0")}`,
    name: `net-${position}`,
    vxlanId: 100 + position,
    ...change.network,
  }));
  return { ...base, nodes: change.parts ? base.nodes : [], networks };
}

function beside(situation: Situation, delegation: Partial<Delegation>): Situation {
  const other = {
    vdcId: OTHER_VDC_ID,
    vdcName: "foreign",
    delegation: { ...NOTHING, ...delegation },
    updatedAt: OBSERVED_AT,
  };
  return { ...situation, delegations: [...situation.delegations, other] };
}

const found = (code: string, situation: Situation) =>
  judgeWarnings(situation).findings.filter((finding) => finding.code === code);

describe("delegation-nearly-exhausted", () => {
  const nearly = (situation: Situation) => found("delegation-nearly-exhausted", situation);

  it.each<{ what: string; situation: Situation; severities: string[] }>([
    {
      what: "9 of 10 ids are nearly all",
      situation: cloud(9, { vxlanDelegations: [vxlan(ids(100, 109))] }),
      severities: ["info"],
    },
    {
      what: "8 of 10 are not",
      situation: cloud(8, { vxlanDelegations: [vxlan(ids(100, 109))] }),
      severities: [],
    },
    {
      what: "99 of 110 are nearly all, 98 not",
      situation: cloud(99, { vxlanDelegations: [vxlan(ids(100, 209))] }),
      severities: ["info"],
    },
    {
      what: "98 of 110 are not",
      situation: cloud(98, { vxlanDelegations: [vxlan(ids(100, 209))] }),
      severities: [],
    },
    {
      what: "none left is worse",
      situation: cloud(2, { vxlanDelegations: [vxlan(ids(100, 101))] }),
      severities: ["warning"],
    },
    {
      what: "the limit of networks counts by itself",
      situation: cloud(9, { networkCountMax: 10, vxlanDelegations: [vxlan(ids(100, 199))] }),
      severities: ["info"],
    },
    {
      what: "more networks than a lowered limit allows",
      situation: cloud(9, { networkCountMax: 5, vxlanDelegations: [vxlan(ids(100, 199))] }),
      severities: ["warning"],
    },
    {
      what: "a limit of none is meant so",
      situation: cloud(0, { networkCountMax: 0, vxlanDelegations: [vxlan(ids(100, 199))] }),
      severities: [],
    },
    {
      what: "a vDC that is not restricted has no ids to use up",
      situation: cloud(10, { isRestricted: false, vxlanDelegations: [vxlan(ids(100, 109))] }),
      severities: [],
    },
    {
      what: "ids outside do not count",
      situation: cloud(10, { vxlanDelegations: [vxlan(ids(105, 116))] }),
      severities: [],
    },
    {
      what: "VLANs inside a shared VXLAN, not the VXLAN itself",
      situation: cloud(1, { vxlanDelegations: [vxlan(ids(100), ids(0, 4))], vlanDelegations: [] }),
      severities: [],
    },
    {
      what: "all VLANs inside a shared VXLAN",
      situation: cloud(1, { vxlanDelegations: [vxlan(ids(100), ids(0))], vlanDelegations: [] }),
      severities: ["warning"],
    },
    {
      what: "VLANs on a NIC tag",
      situation: cloud(
        1,
        { vxlanDelegations: [], vlanDelegations: [tag("external", ids(5))] },
        { network: { overlayRuleName: null, nicTagName: "external", vxlanId: null, vlanId: 5 } },
      ),
      severities: ["warning"],
    },
  ])("$what", ({ situation, severities }) => {
    expect(nearly(situation).map(({ severity }) => severity)).toEqual(severities);
  });

  it("counts ids that rest, until their rest ends", () => {
    const situation = cloud(8, { vxlanDelegations: [vxlan(ids(100, 109))] });
    const resting = (milliseconds: number) => ({
      ...situation,
      restingVxlans: [{ vxlanId: 109, restsUntil: new Date(situation.now.getTime() + milliseconds) }],
    });
    expect(nearly(resting(1))[0]?.evidence[0]?.sentence).toContain(
      "9 of 10 VXLAN ids on customers are taken; 1 of them rests",
    );
    expect(nearly(resting(0))).toEqual([]);
  });

  it("is the vDC's own, and says nothing of others", () => {
    const [finding] = nearly(beside(cloud(9, { vxlanDelegations: [vxlan(ids(100, 109))] }), {}));
    expect(finding).toMatchObject({ vdcId: VDC_ID, href: `/vdcs/${VDC_ID}/delegation` });
    expect(finding?.cause).toBe(
      "The vDC “acme” has only 1 VXLAN id left on customers, of 10 that it may have.",
    );
    expect(JSON.stringify(finding)).not.toMatch(FOREIGN);
  });
});

describe("delegation-network-outside", () => {
  const outside = (situation: Situation) => found("delegation-network-outside", situation);

  it.each<{ what: string; situation: Situation; count: number }>([
    {
      what: "every network whose id was taken away",
      situation: cloud(3, { vxlanDelegations: [vxlan(ids(101, 199))] }),
      count: 1,
    },
    {
      what: "none at either end of the range",
      situation: cloud(2, { vxlanDelegations: [vxlan(ids(100, 101))] }),
      count: 0,
    },
    {
      what: "a VLAN that is not delegated inside",
      situation: cloud(1, { vxlanDelegations: [vxlan(ids(100))] }, { network: { vlanId: 10 } }),
      count: 1,
    },
    {
      what: "an overlay rule that is no longer the users'",
      situation: {
        ...cloud(1, { vxlanDelegations: [vxlan(ids(100))] }),
        overlayRules: [{ name: "customers", isUserRule: false }],
      },
      count: 1,
    },
    { what: "none of a vDC that is not restricted", situation: cloud(3, { isRestricted: false }), count: 0 },
  ])("$what", ({ situation, count }) => {
    expect(outside(situation)).toHaveLength(count);
  });

  it("is the vDC's own, and does not tell that somebody else has the id", () => {
    const situation = beside(cloud(1, { vxlanDelegations: [] }), { vxlanDelegations: [vxlan(ids(100))] });
    const [finding] = outside(situation);
    expect(finding).toMatchObject({ vdcId: VDC_ID, subject: { kind: "network", label: "net-0" } });
    expect(JSON.stringify(finding)).not.toMatch(FOREIGN);
  });
});

describe("delegation-overlapping", () => {
  const overlapping = (situation: Situation) => found("delegation-overlapping", situation);
  const oneNic = {
    parts: {
      a1: (parts: { nicTags: { name: string; link: string | null }[] }) => {
        for (const tag of parts.nicTags) if (tag.name === "external") tag.link = "igb0";
      },
    },
  };

  it.each<{ what: string; own: Partial<Delegation>; other: Partial<Delegation>; told: string[] }>([
    {
      what: "one VXLAN id of two vDCs",
      own: { vxlanDelegations: [vxlan(ids(100, 110))] },
      other: { vxlanDelegations: [vxlan(ids(110, 120))] },
      told: ["Both have VXLAN 110."],
    },
    {
      what: "none side by side",
      own: { vxlanDelegations: [vxlan(ids(100, 109))] },
      other: { vxlanDelegations: [vxlan(ids(110, 120))] },
      told: [],
    },
    {
      what: "shared by one alone",
      own: { vxlanDelegations: [vxlan(ids(100), ids(0, 9))] },
      other: { vxlanDelegations: [vxlan(ids(100))] },
      told: ["Both have VXLAN 100."],
    },
    {
      what: "not what both share with VLANs of their own",
      own: { vxlanDelegations: [vxlan(ids(100), ids(0, 9))] },
      other: { vxlanDelegations: [vxlan(ids(100), ids(10, 19))] },
      told: [],
    },
    {
      what: "one VLAN inside what both share",
      own: { vxlanDelegations: [vxlan(ids(100), ids(0, 10))] },
      other: { vxlanDelegations: [vxlan(ids(100), ids(10, 19))] },
      told: ["Both have VLAN 10 inside VXLAN 100."],
    },
    {
      what: "one VLAN of a NIC tag",
      own: { vlanDelegations: [tag("external", ids(5, 9))] },
      other: { vlanDelegations: [tag("external", ids(9, 12))] },
      told: ["Both have VLAN 9 on external."],
    },
    {
      what: "not the same VLAN of two NIC tags on NICs of their own",
      own: { vlanDelegations: [tag("external", ids(5))] },
      other: { vlanDelegations: [tag("admin", ids(5))] },
      told: [],
    },
  ])("$what", ({ own, other, told }) => {
    const findings = overlapping(beside(cloud(0, own), other));
    expect(findings.flatMap(({ evidence }) => evidence.map(({ sentence }) => sentence))).toEqual(told);
  });

  it("tells the same VLAN of two NIC tags that are on one NIC, and where", () => {
    const own = { vlanDelegations: [tag("external", ids(5))] };
    const [finding] = overlapping(
      beside(cloud(0, own, oneNic), { vlanDelegations: [tag("admin", ids(1, 5))] }),
    );
    expect(finding?.cause).toContain("VLAN 5 on admin and external");
    expect(finding?.evidence).toMatchObject([{ sentence: "a1 has admin and external on igb0." }]);
  });

  it("stays open while the node that has both NIC tags on one NIC cannot tell", () => {
    const own = { vlanDelegations: [tag("external", ids(5))] };
    const change = { ...oneNic, missing: { a1: ["nicTags" as const] } };
    const situation = beside(cloud(0, own, change), { vlanDelegations: [tag("admin", ids(5))] });
    const { findings, undecided } = judgeWarnings(situation);
    expect(findings.map(({ code }) => code)).not.toContain("delegation-overlapping");
    expect(undecided.map(({ code }) => code)).toContain("delegation-overlapping");
  });

  it("names both vDCs, and is for operators alone", () => {
    const own = { vxlanDelegations: [vxlan(ids(100))] };
    const [finding] = overlapping(beside(cloud(0, own), own));
    expect(finding).toMatchObject({
      vdcId: null,
      subject: { kind: "vdc-pair", label: "“acme” and “foreign”" },
    });
  });
});
