import { describe, expect, it } from "vitest";
import type { Delegation } from "../delegation.ts";
import { VXLAN_BOUNDS } from "../id-range.ts";
import type { NetworkContext } from "./context.ts";
import { NetworkDraft, type NetworkValues } from "./draft.ts";
import { networkViolations, planNetwork } from "./plan.ts";

const delegation: Delegation = {
  isRestricted: true,
  networkCountMax: null,
  vxlanDelegations: [
    { overlayRuleNames: ["customers"], vxlanIds: [{ first: 100, last: 199 }], sharedVlanIds: null },
    {
      overlayRuleNames: null,
      vxlanIds: [{ first: 300, last: 301 }],
      sharedVlanIds: [{ first: 10, last: 19 }],
    },
  ],
  vlanDelegations: [
    { overlayRuleName: "customers", nicTagName: null, vlanIds: [{ first: 0, last: 9 }] },
    { overlayRuleName: null, nicTagName: "lan", vlanIds: [{ first: 40, last: 49 }] },
    { overlayRuleName: null, nicTagName: "stub", vlanIds: [{ first: 0, last: 0 }] },
  ],
};

const nothingHeld: NetworkContext["held"] = {
  lookedAtVxlanIds: [VXLAN_BOUNDS],
  exclusiveVxlanIds: [],
  sharedVxlanIds: [],
  restingVxlanIds: [],
  usedVxlanIds: [],
  otherRuleVxlanIds: [],
  vlanIds: [],
};

function context(change: Partial<NetworkContext> = {}): NetworkContext {
  return {
    delegation,
    overlayRules: [
      { name: "customers", mtuBytes: 1400, isUserRule: true, addressScope: "segment" },
      { name: "jumbo", mtuBytes: 8900, isUserRule: true, addressScope: "segment" },
      { name: "adminoverlay", mtuBytes: 1300, isUserRule: false, addressScope: "segment" },
    ],
    nicTags: [
      { name: "lan", type: "aggr" },
      { name: "stub", type: "etherstub" },
      { name: "admin", type: "normal" },
    ],
    networkCount: 0,
    ownNetworks: [],
    held: nothingHeld,
    isSubnetHeld: false,
    safeMtu: null,
    nodes: { count: 3, carryingCount: 3 },
    current: null,
    isUsedByVms: false,
    misfits: { outside: [], outsideCount: 0, isGatewayListed: false },
    ...change,
  };
}

function draft(fields: Partial<NetworkDraft> = {}): NetworkDraft {
  return NetworkDraft.parse({
    name: "web",
    subnet: "10.0.0.0/24",
    overlayRuleName: "customers",
    vxlanId: 150,
    vlanId: 0,
    ...fields,
  });
}

const onTag = (nicTagName: string, vlanId: number) => ({
  overlayRuleName: null,
  nicTagName,
  vxlanId: null,
  vlanId,
});

function valuesOf(fields: Partial<NetworkDraft> = {}, change: Partial<NetworkContext> = {}): NetworkValues {
  const { values, violations } = planNetwork(draft(fields), context(change));
  if (!values) throw new Error(JSON.stringify(violations));
  return values;
}

describe("networkViolations", () => {
  it("has nothing against a good draft", () => {
    expect(networkViolations(draft({ gateway: "10.0.0.1", resolvers: ["10.0.0.2"] }), context())).toEqual([]);
  });

  it.each([
    ["name", { name: "ab" }, "A name has 3 to 32 characters."],
    ["name", { name: "x".repeat(33) }, "A name has 3 to 32 characters."],
    [
      "name",
      { name: "<script>" },
      "A name has letters, digits, dots, dashes and underscores, and begins with a letter or digit.",
    ],
    ["alias", { alias: "a".repeat(33) }, "The alias has at most 32 characters."],
    ["description", { description: "one\ntwo" }, "The description is one line of plain text."],
    ["description", { description: "d".repeat(129) }, "The description has at most 128 characters."],
    [
      "subnet",
      { subnet: "10.0.0.0" },
      "Write the subnet as an IPv4 address and prefix length, such as 10.0.0.0/24.",
    ],
    ["subnet", { subnet: "10.0.0.7/24" }, "10.0.0.7/24 has host bits; its subnet is 10.0.0.0/24."],
    ["subnet", { subnet: "127.0.0.0/8" }, "127.0.0.0/8 lies in loopback address space."],
    ["subnet", { subnet: "126.0.0.0/7" }, "126.0.0.0/7 lies in loopback address space."],
    ["subnet", { subnet: "169.254.8.0/24" }, "169.254.8.0/24 lies in link-local address space."],
    ["subnet", { subnet: "224.0.0.0/4" }, "224.0.0.0/4 lies in multicast address space."],
    ["subnet", { subnet: "240.0.0.0/24" }, "240.0.0.0/24 lies in reserved address space."],
    ["subnet", { subnet: "0.0.0.0/0" }, "0.0.0.0/0 lies in reserved address space."],
    ["gateway", { gateway: "10.0.0" }, "Write the gateway as an IPv4 address such as 10.0.0.1."],
    ["gateway", { gateway: "10.0.1.1" }, "Gateway 10.0.1.1 is outside the subnet."],
    ["gateway", { gateway: "10.0.0.0" }, "Gateway 10.0.0.0 is the subnet's network address."],
    ["gateway", { gateway: "10.0.0.255" }, "Gateway 10.0.0.255 is the subnet's broadcast address."],
    ["resolvers", { resolvers: Array(9).fill("10.0.0.2") }, "A network has at most 8 resolvers."],
    ["resolvers", { resolvers: ["::1"] }, 'Resolver "::1" is not an IPv4 address.'],
    [
      "dnsDomain",
      { dnsDomain: "-x" },
      "A DNS domain has at most 250 letters, digits, dots, dashes and underscores.",
    ],
    [
      "ptrDomain",
      { ptrDomain: "example.org" },
      "A PTR domain ends with in-addr.arpa, such as 0.0.10.in-addr.arpa.",
    ],
    ["overlayRuleName", { overlayRuleName: null, vxlanId: null }, "Choose an overlay rule or a NIC tag."],
    ["overlayRuleName", { nicTagName: "lan" }, "Choose an overlay rule or a NIC tag."],
    [
      "overlayRuleName",
      { overlayRuleName: "adminoverlay", vxlanId: 300, vlanId: 10 },
      "Overlay rule adminoverlay is outside what this vDC was delegated.",
    ],
    [
      "overlayRuleName",
      { overlayRuleName: "nowhere" },
      "Overlay rule nowhere is outside what this vDC was delegated.",
    ],
    ["nicTagName", onTag("admin", 0), "NIC tag admin is outside what this vDC was delegated."],
    ["nicTagName", onTag("nowhere", 0), "NIC tag nowhere is outside what this vDC was delegated."],
    ["vxlanId", { vxlanId: null }, "A network on an overlay needs a VXLAN id."],
    ["vxlanId", { ...onTag("lan", 40), vxlanId: 150 }, "Only a network on an overlay has a VXLAN id."],
    ["vxlanId", { vxlanId: 0 }, "A VXLAN id is a whole number from 1 to 16777215."],
    ["vxlanId", { vxlanId: 1.5 }, "A VXLAN id is a whole number from 1 to 16777215."],
    ["vxlanId", { vxlanId: 16_777_216 }, "A VXLAN id is a whole number from 1 to 16777215."],
    ["vxlanId", { vxlanId: 2 }, "VXLAN 2 is reserved for adminoverlay."],
    ["vxlanId", { vxlanId: 9999 }, "VXLAN 9999 is outside what this vDC was delegated."],
    [
      "vxlanId",
      { overlayRuleName: "jumbo", vlanId: 10 },
      "VXLAN 150 is outside what this vDC was delegated.",
    ],
    ["vlanId", { vlanId: 4095 }, "A VLAN id is a whole number from 0 (untagged) to 4094."],
    ["vlanId", { vlanId: 10 }, "VLAN 10 is outside what this vDC was delegated."],
    ["vlanId", { vxlanId: 300, vlanId: 0 }, "VLAN 0 is outside what this vDC was delegated."],
    ["vlanId", onTag("lan", 0), "VLAN 0 is outside what this vDC was delegated."],
    ["mtuBytes", { mtuBytes: 575 }, "An MTU is a whole number from 576 to 9000."],
    ["mtuBytes", { mtuBytes: 9001 }, "An MTU is a whole number from 576 to 9000."],
    ["mtuBytes", { mtuBytes: 8901 }, "On an overlay an MTU is at most 8900."],
    ["mtuBytes", { mtuBytes: 1401 }, "MTU 1401 is above the 1400 of overlay rule customers."],
    ["mtuBytes", { ...onTag("lan", 40), mtuBytes: 1499 }, "On NIC tag lan an MTU is at least 1500."],
  ] satisfies [string, Partial<NetworkDraft>, string][])("refuses %s in %j", (field, fields, message) => {
    expect(networkViolations(draft(fields), context())).toEqual([{ field, message }]);
  });

  it("takes an etherstub below 1500 bytes and a /31 with any gateway inside", () => {
    expect(networkViolations(draft({ ...onTag("stub", 0), mtuBytes: 576 }), context())).toEqual([]);
    expect(networkViolations(draft({ subnet: "10.0.0.0/31", gateway: "10.0.0.0" }), context())).toEqual([]);
  });

  it.each([
    ["held by another vDC", { exclusiveVxlanIds: [{ first: 150, last: 150 }] }],
    ["shared by others only", { sharedVxlanIds: [{ first: 150, last: 150 }] }],
    ["resting", { restingVxlanIds: [{ first: 150, last: 150 }] }],
    ["on another rule", { otherRuleVxlanIds: [{ first: 150, last: 150 }] }],
  ])("has the same words for a VXLAN id that is %s", (_, held) => {
    expect(networkViolations(draft(), context({ held: { ...nothingHeld, ...held } }))).toEqual([
      { field: "vxlanId", message: "VXLAN 150 is not available." },
    ]);
  });

  it("does not tell whether an id outside the delegation is held", () => {
    const held = { ...nothingHeld, exclusiveVxlanIds: [{ first: 9999, last: 9999 }] };
    expect(networkViolations(draft({ vxlanId: 9999 }), context({ held }))).toEqual(
      networkViolations(draft({ vxlanId: 9999 }), context()),
    );
  });

  it("lets a shared id be used by those who share it, each in its VLANs", () => {
    const held = { ...nothingHeld, sharedVxlanIds: [{ first: 300, last: 301 }] };
    expect(valuesOf({ vxlanId: 300, vlanId: 10 }, { held }).isVxlanShared).toBe(true);
  });

  it("a vDC that is not restricted may use what nobody else holds, but not what is reserved", () => {
    const open = { delegation: { ...delegation, isRestricted: false } };
    expect(networkViolations(draft({ vxlanId: 9999, vlanId: 4094 }), context(open))).toEqual([]);
    expect(networkViolations(draft({ vxlanId: 2 }), context(open))).toHaveLength(1);
  });
});

it("advises that an etherstub stays inside one node, and names the overlaps that were allowed", () => {
  const adviceOf = (fields: Partial<NetworkDraft>, change: Partial<NetworkContext> = {}) =>
    planNetwork(draft(fields), context(change)).advice.map(({ field, message }) => `${field}: ${message}`);
  expect(adviceOf(onTag("stub", 0))).toEqual([
    "nicTagName: NIC tag stub is an etherstub, local to each node: VMs on different nodes do not reach each other.",
  ]);
  const ownNetworks = [1, 2, 3, 4].map((number) => ({
    ...valuesOf({ name: `net-${number}`, subnet: `10.0.0.${number * 16}/28`, vxlanId: 150 + number }),
  }));
  expect(adviceOf({ allowOverlapInVdc: true }, { ownNetworks })).toEqual([
    "subnet: It overlaps 10.0.0.16/28 of net-1, 10.0.0.32/28 of net-2, 10.0.0.48/28 of net-3 and 1 more in this vDC.",
  ]);
});

it.each(["xin-addr.arpa", "10.in-addr.arpa.org"])("refuses %s as a PTR domain", (ptrDomain) => {
  expect(networkViolations(draft({ ptrDomain }), context()).map(({ field }) => field)).toEqual(["ptrDomain"]);
});

describe("planNetwork", () => {
  it("gives the smaller of the rule's MTU and the largest safe one when none is asked for", () => {
    const safeMtu = { untaggedBytes: 1392, taggedBytes: 1388 };
    expect(valuesOf().mtuBytes).toBe(1400);
    expect(valuesOf({}, { safeMtu }).mtuBytes).toBe(1392);
    expect(valuesOf({ vlanId: 3 }, { safeMtu }).mtuBytes).toBe(1388);
    expect(valuesOf({}, { safeMtu: { untaggedBytes: 8000, taggedBytes: 8000 } }).mtuBytes).toBe(1400);
    expect(valuesOf(onTag("lan", 40)).mtuBytes).toBe(1500);
  });

  it("advises, and does not refuse, an MTU above what the mesh carries whole and a rule missing on nodes", () => {
    const { violations, advice } = planNetwork(
      draft({ mtuBytes: 1400, vlanId: 3, isDhcpPassthrough: true }),
      context({
        safeMtu: { untaggedBytes: 1392, taggedBytes: 1388 },
        nodes: { count: 9, carryingCount: 7 },
      }),
    );
    expect(violations).toEqual([]);
    expect(advice).toEqual([
      {
        field: "mtuBytes",
        message:
          "Packets of 1400 bytes are sent in fragments: the mesh carries at most 1388 with a VLAN tag whole.",
      },
      {
        field: "overlayRuleName",
        message: "Overlay rule customers is missing on 2 of 9 nodes; VMs there cannot use this network.",
      },
      { field: "isDhcpPassthrough", message: expect.stringContaining("ARP tables") },
    ]);
  });

  it("chooses the first free VXLAN id in which the wanted VLAN is allowed", () => {
    const held = {
      ...nothingHeld,
      usedVxlanIds: [{ first: 100, last: 120 }],
      restingVxlanIds: [{ first: 121, last: 121 }],
    };
    expect(valuesOf({ vxlanId: "next-free" }, { held }).vxlanId).toBe(122);
    expect(valuesOf({ vxlanId: "next-free", vlanId: 10 }, { held }).vxlanId).toBe(300);
    expect(networkViolations(draft({ vxlanId: "next-free", vlanId: 30 }), context())).toEqual([
      { field: "vxlanId", message: "No VXLAN id is free in what this vDC was delegated." },
      { field: "vlanId", message: "VLAN 30 is outside what this vDC was delegated." },
    ]);
  });

  it("chooses the first free VLAN inside the VXLAN, or on the tag", () => {
    const first = valuesOf({ vlanId: "next-free" });
    expect(first.vlanId).toBe(0);
    const second = valuesOf(
      { name: "two", vlanId: "next-free", subnet: "10.1.0.0/24" },
      { ownNetworks: [first] },
    );
    expect(second.vlanId).toBe(1);
    const held = { ...nothingHeld, vlanIds: [{ first: 40, last: 48 }] };
    expect(valuesOf({ ...onTag("lan", 0), vlanId: "next-free" }, { held }).vlanId).toBe(49);
    const full = { ...nothingHeld, vlanIds: [{ first: 40, last: 49 }] };
    expect(
      networkViolations(draft({ ...onTag("lan", 0), vlanId: "next-free" }), context({ held: full })),
    ).toEqual([{ field: "vlanId", message: "No VLAN id is free in what this vDC was delegated." }]);
  });

  it("refuses an overlap on the segment always, in the vDC unless it is meant", () => {
    const ownNetworks = [{ ...valuesOf(), name: "db" }];
    const onSegment = draft({ subnet: "10.0.0.128/25", allowOverlapInVdc: true });
    expect(networkViolations(onSegment, context({ ownNetworks }))).toEqual([
      { field: "subnet", message: "10.0.0.128/25 overlaps 10.0.0.0/24 of network db on the same segment." },
    ]);
    const elsewhere = { vxlanId: 151, subnet: "10.0.0.0/16" };
    expect(networkViolations(draft(elsewhere), context({ ownNetworks }))).toMatchObject([
      { field: "subnet" },
    ]);
    expect(
      networkViolations(draft({ ...elsewhere, allowOverlapInVdc: true }), context({ ownNetworks })),
    ).toEqual([]);
  });

  it("names the listed addresses that a new subnet or gateway would leave without a place", () => {
    const misfits = { outside: ["10.0.0.130"], outsideCount: 1, isGatewayListed: true };
    const changed = draft({ subnet: "10.0.0.0/25", gateway: "10.0.0.9" });
    expect(networkViolations(changed, context({ misfits }))).toEqual([
      { field: "subnet", message: "10.0.0.130 is a listed address and has no place in 10.0.0.0/25." },
      { field: "gateway", message: "10.0.0.9 is listed as an address; delete it from the list first." },
    ]);
    const many = { outside: ["10.0.0.130", "10.0.0.131"], outsideCount: 1500, isGatewayListed: false };
    expect(networkViolations(changed, context({ misfits: many }))).toEqual([
      {
        field: "subnet",
        message:
          "10.0.0.130, 10.0.0.131 and 1,498 more are listed addresses and have no place in 10.0.0.0/25.",
      },
    ]);
  });

  it("an unchanged value is no change, even where it could not be chosen today", () => {
    const current = { ...valuesOf(), vxlanId: 9999, mtuBytes: 1450 };
    const same = draft({ vxlanId: 9999, mtuBytes: 1450, description: "new words" });
    expect(networkViolations(same, context({ current, isUsedByVms: true }))).toEqual([]);
    const changed = draft({ vxlanId: 150, subnet: "10.9.0.0/24", gateway: "10.9.0.1", mtuBytes: 1400 });
    expect(networkViolations(changed, context({ current, isUsedByVms: true }))).toEqual(
      ["subnet", "gateway", "vxlanId", "mtuBytes"].map((field) => ({
        field,
        message: "This cannot be changed while VMs use the network.",
      })),
    );
    expect(networkViolations(draft({ name: "other" }), context({ current: valuesOf() }))).toEqual([
      { field: "name", message: "The name of a network cannot be changed." },
    ]);
  });

  it("keeps the MTU when a change names none", () => {
    const current = { ...valuesOf(), mtuBytes: 1280 };
    expect(valuesOf({ description: "x" }, { current }).mtuBytes).toBe(1280);
  });

  it("refuses a second network of a name and one beyond the limit", () => {
    const ownNetworks = [valuesOf({ subnet: "10.7.0.0/24" })];
    const limited = context({
      networkCount: 1,
      ownNetworks,
      delegation: { ...delegation, networkCountMax: 1 },
    });
    expect(networkViolations(draft(), limited)).toEqual([
      { field: "", message: "This vDC may have at most 1 network." },
      { field: "name", message: "This vDC already has a network named web." },
    ]);
  });
});

describe("NetworkDraft", () => {
  it.each([
    [{ vlanId: "5" }, "Write the VLAN id as a number."],
    [{ vlanId: Number.NaN }, "Write the VLAN id as a number."],
    [{ vxlanId: "free" }, "Write the VXLAN id as a number."],
    [{ name: 5 }, "Write the name as text."],
    [{ name: "x".repeat(1001) }, "The name is far too long."],
    [{ access: "open" }, "Choose public, private or deleted."],
    [{ resolvers: "10.0.0.1" }, "Write the resolvers as a list."],
    [{ mtuBytes: Number.POSITIVE_INFINITY }, "Write the MTU as a number."],
  ])("says one sentence about %j", (fields, message) => {
    const parsed = NetworkDraft.safeParse({ name: "web", subnet: "10.0.0.0/24", vlanId: 0, ...fields });
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});
