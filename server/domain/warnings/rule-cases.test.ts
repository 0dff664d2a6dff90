import { describe, expect, it } from "vitest";
import type { Delegation } from "../delegation.ts";
import type { FactPartName } from "../facts.ts";
import type { Node } from "../node.ts";
import type { Finding, Judgement } from "../warning.ts";
import { WARNING_CODES, type WarningCode } from "./catalogue.ts";
import { judgeWarnings } from "./judge.ts";
import { identityOf } from "./model/results.ts";
import { WarningModel } from "./model/warning-model.ts";
import { WARNING_RULES } from "./rules.ts";
import type { Situation } from "./situation.ts";
import {
  associations,
  at,
  certificates,
  DAY_MILLISECONDS,
  externalAddress,
  failed,
  ikeRule,
  keyAge,
  onAdminoverlay,
  onAll,
  overlay,
  overlayMtu,
  pdcName,
  rule,
  underlayMtu,
} from "./testing/cloud-changes.ts";
import {
  type CloudChange,
  healthyCloud,
  nodeIdOf,
  OBSERVED_AT,
  type Parts,
  VDC_ID,
  vmVnic,
} from "./testing/healthy-cloud.ts";

type Cases = {
  /** Clouds in which it is found, one for each way to come to it. */
  found: CloudChange[];
  /** The nearest clouds in which it is not. */
  notFound: CloudChange[];
};

type Change = (parts: Parts) => void;

const on = (hostname: string, ...changes: Change[]): CloudChange => ({
  parts: { [hostname]: (parts) => changes.forEach((change) => change(parts)) },
});
const everywhere = (...changes: Change[]): CloudChange => ({
  parts: onAll((parts) => changes.forEach((change) => change(parts))),
});
const named = (names: Record<string, string>): CloudChange => ({
  parts: Object.fromEntries(Object.entries(names).map(([hostname, name]) => [hostname, pdcName(name)])),
});
const probes =
  (...answers: [string, boolean][]): Change =>
  (parts) =>
    void (parts.probes = answers.map(([targetAddress, isAnswered]) => ({ targetAddress, isAnswered })));
const adminAddress =
  (address: string): Change =>
  (parts) => {
    at(parts.nics, 0).ipv4Address = address;
    at(parts.addresses, 0).ipv4Address = address;
  };
const firewall = (isKept: (rule: Parts["firewall"][number]) => boolean): Change => {
  return (parts) => void (parts.firewall = parts.firewall.filter(isKept));
};
const vnic =
  (change: Partial<Parts["vmVnics"][number]>): Change =>
  (parts) =>
    void Object.assign(at(parts.vmVnics, 0), change);
const ipv4 = (address: string) => ({ addresses: [{ ipv4Address: address, prefixLength: 24 }] });
const entry =
  (change: Partial<Parts["arpTables"][number]["entries"][number]>): Change =>
  (parts) =>
    void Object.assign(at(at(parts.arpTables, 0).entries, 0), change);
const policy =
  (change: Partial<Parts["ipsec"]["policyRules"][number]>): Change =>
  (parts) =>
    void Object.assign(at(parts.ipsec.policyRules, 0), change);
const ike =
  (change: Parameters<typeof ikeRule>[0]): Change =>
  (parts) =>
    void parts.ipsec.ikeRules.push(ikeRule(change));
const fingerprint =
  (position: number, value: string): Change =>
  (parts) =>
    void (at(parts.ipsec.presharedKeys, position).fingerprint = value);
const secondRule =
  (listenPort: number): Change =>
  (parts) =>
    void parts.overlayRules.push({ ...at(parts.overlayRules, 0), name: "storage", listenPort });
const tagType =
  (type: Parts["nicTags"][number]["type"]): Change =>
  (parts) =>
    void (at(parts.nicTags, 1).type = type);
const withoutRule: Change = (parts) => {
  parts.overlayRules = [];
  parts.nicTags = parts.nicTags.filter(({ name }) => name !== "customers");
};
const withoutExternalTag: Change = (parts) =>
  void (parts.nicTags = parts.nicTags.filter(({ name }) => name !== "external"));
const onePdc: Change = (parts) => {
  pdcName("alpha")(parts);
  parts.arpTables = [];
  parts.probes = [];
};
const route =
  (gateway: string, interfaceName: string | null): Change =>
  (parts) =>
    void (parts.defaultRoutes = [{ gateway, interfaceName }]);
const measured = (mtuBytes: number): Partial<Situation> => ({
  pathMtus: [{ pdcNames: ["alpha", "bravo"], mtuBytes, source: "measured", observedAt: OBSERVED_AT }],
});
const aged = (milliseconds: number): CloudChange => ({
  situation: { now: new Date(OBSERVED_AT.getTime() + milliseconds) },
});
const ended = (cause: string): CloudChange => ({ node: { a1: failed(cause) } });
const unreadable = (...reasons: string[]): CloudChange => ({
  ...ended("unparsable"),
  situation: {
    partFailuresByNodeId: new Map([[nodeIdOf("a1"), reasons.map((reason) => ({ part: "ipsec", reason }))]]),
  },
});
/** Of its VM NIC, to the address it has. */
const claiming = (isForeign: boolean, settledAt: Date | null = null): CloudChange => {
  const [since, ipv4Address] = [new Date(0), "10.44.0.1"];
  const claim = { since, settledAt, address: { ipv4Address, since, isForeign } };
  return { node: { a1: { macClaims: new Map([["02:00:00:00:00:01", claim]]) } } };
};
const ids = (first: number, last: number) => [{ first, last }];
const delegated = (first: number, last: number): Delegation => ({
  isRestricted: true,
  networkCountMax: null,
  vxlanDelegations: [{ overlayRuleNames: null, vxlanIds: ids(first, last), sharedVlanIds: null }],
  vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: ids(0, 0) }],
});
const besides = (first: number, last: number): CloudChange => ({
  situation: {
    delegations: [delegated(100, 199), delegated(first, last)].map((delegation, position) => ({
      vdcId: position === 0 ? VDC_ID : VDC_ID.replaceAll("1", "9"),
      vdcName: `vdc-${position}`,
      delegation,
      updatedAt: OBSERVED_AT,
    })),
  },
});
const used = (count: number): CloudChange => ({
  delegation: delegated(100, 109),
  situation: {
    networks: Array.from({ length: count }, (_, position) => ({
      ...at(healthyCloud().networks, 0),
      id: `33333333-3333-4333-8333-${String(position).padStart(12, "0")}`,
      vxlanId: 100 + position,
    })),
  },
});

const CASES: Record<WarningCode, Cases> = {
  "pdc-name-missing": {
    found: [on("a1", pdcName("")), on("a1", pdcName(" "))],
    notFound: [on("a1", pdcName("a"))],
  },
  "pdc-name-similar": {
    found: [
      named({ a1: "abcd", a2: "abce" }),
      named({ b1: "alpha " }),
      named({ b1: "Alpha" }),
      named({ b1: "a1pha" }),
      named({ b1: "аlpha" }),
    ],
    notFound: [named({ a1: "abc", a2: "abd" }), named({ a1: "prague-1", a2: "prague-2" })],
  },
  "pdc-same-name-separate-admin": {
    found: [{ parts: { a1: probes(["10.1.0.12", false]), a2: probes() } }],
    notFound: [{ parts: { a1: probes(["10.1.0.12", false]), a2: probes(["10.1.0.11", true]) } }],
  },
  "pdc-different-name-same-admin": {
    found: [on("a1", probes(["10.1.0.12", true], ["10.2.0.11", true])), on("b1", adminAddress("10.1.0.99"))],
    notFound: [
      on("a1", probes(["10.1.0.12", true], ["10.2.0.11", false])),
      on("b1", adminAddress("10.1.1.0")),
    ],
  },
  "requirement-external-tag": {
    found: [on("b1", withoutExternalTag)],
    notFound: [everywhere(onePdc, withoutExternalTag)],
  },
  "requirement-external-address": {
    found: [null, "100.64.0.0", "172.16.0.0", "192.0.2.1"].map((address) =>
      on("b1", externalAddress(address)),
    ),
    notFound: ["100.63.255.255", "172.15.255.255", "192.0.3.0"].map((address) =>
      on("b1", externalAddress(address)),
    ),
  },
  "requirement-external-address-shared": {
    found: [on("b2", externalAddress("198.18.1.1"))],
    notFound: [on("b2", externalAddress("198.18.1.3"))],
  },
  "requirement-default-route": {
    found: [
      on("a2", (parts) => void (parts.defaultRoutes = [])),
      on("a2", route("10.1.0.1", "igb0")),
      on("a2", route("198.18.1.0", null)),
    ],
    notFound: [on("a2", route("198.18.0.255", null)), everywhere(onePdc, route("10.1.0.1", "igb0"))],
  },
  "rule-port-conflict": {
    found: [everywhere(secondRule(4790))],
    notFound: [everywhere(secondRule(4791))],
  },
  "rule-differs": {
    found: [
      on("a1", rule({ mtuBytes: 1299 })),
      on("a1", rule({ listenPort: 4791 })),
      on("a1", rule({ arpFilePath: "/other.json" })),
    ],
    notFound: [everywhere(rule({ mtuBytes: 1299 }))],
  },
  "rule-live-differs": {
    found: [on("a1", overlay({ mtuBytes: 1299 })), on("a1", overlay({ listenPort: 4791 }))],
    notFound: [on("a1", overlay({ mtuBytes: null, listenPort: null }))],
  },
  "rule-overlay-degraded": {
    found: [on("a1", overlay({ status: "degraded", statusDetail: "failed to read" }))],
    notFound: [on("a1", overlay({ status: "unknown" }))],
  },
  "rule-listen-address-private": {
    found: [on("a1", rule({ listenAddress: "172.31.255.255" }))],
    notFound: [
      on("a1", rule({ listenAddress: "172.32.0.0" })),
      everywhere(onePdc, rule({ listenAddress: "10.1.0.11" })),
    ],
  },
  "rule-unprotected": {
    found: [
      on(
        "b2",
        firewall(({ direction }) => direction === "out"),
      ),
    ],
    notFound: [
      on(
        "b2",
        firewall(({ direction }) => direction === "in"),
      ),
    ],
  },
  "ipsec-clear-text-guard-missing": {
    found: [
      on(
        "b2",
        firewall(({ direction }) => direction === "in"),
      ),
    ],
    notFound: [
      on(
        "b2",
        firewall(({ direction }) => direction === "out"),
      ),
    ],
  },
  "rule-name-ignored": {
    found: [on("a1", rule({ name: "a".repeat(20) })), on("a1", rule({ name: "storage2" }))],
    notFound: [on("a1", rule({ name: "a".repeat(19) })), on("a1", rule({ name: "storage2b" }))],
  },
  "rule-not-understood": {
    found: [on("b2", rule({ problems: ["no port"] }))],
    notFound: [on("b2", rule({ problems: [] }))],
  },
  "rule-vxlan-shared": {
    found: [{ network: { overlayRuleName: "storage" } }],
    notFound: [{ network: { overlayRuleName: "storage", vxlanId: 124 } }],
  },
  "mtu-overlay-exceeds-path": {
    found: [everywhere(overlayMtu(1393))],
    notFound: [everywhere(overlayMtu(1392))],
  },
  "mtu-network-exceeds-rule": {
    found: [{ network: { mtuBytes: 1301 } }],
    notFound: [{ network: { mtuBytes: 1300 } }],
  },
  "mtu-network-exceeds-path": {
    found: [
      { ...everywhere(overlayMtu(1500)), network: { mtuBytes: 1393 } },
      { ...everywhere(overlayMtu(1500)), network: { mtuBytes: 1389, vlanId: 7 } },
    ],
    notFound: [
      { ...everywhere(overlayMtu(1500)), network: { mtuBytes: 1392 } },
      { ...everywhere(overlayMtu(1500)), network: { mtuBytes: 1388, vlanId: 7 } },
    ],
  },
  "mtu-jumbo": {
    found: [everywhere(underlayMtu(9000), overlayMtu(1501))],
    notFound: [
      everywhere(underlayMtu(9000), overlayMtu(1500)),
      { ...everywhere(underlayMtu(9000), overlayMtu(1501)), situation: measured(9000) },
    ],
  },
  "mtu-headroom-unused": {
    found: [{ ...everywhere(underlayMtu(9000)), situation: measured(1820) }],
    notFound: [
      { ...everywhere(underlayMtu(9000)), situation: measured(1803) },
      everywhere(underlayMtu(9000)),
    ],
  },
  "mtu-vnic-exceeds-rule": {
    found: [on("a1", vnic({ mtuBytes: 1301 })), on("a1", vnic({ mtuBytes: null }))],
    notFound: [on("a1", vnic({ mtuBytes: 1300 }))],
  },
  "mtu-guest-at-risk": {
    found: [on("a1", overlayMtu(1500), vnic({ isDhcp: true, mtuBytes: 1499 }))],
    notFound: [on("a1", overlayMtu(1500), vnic({ isDhcp: true, mtuBytes: 1500 }))],
  },
  "nictag-type-conflict": {
    found: [on("b1", tagType("etherstub"))],
    notFound: [on("b1", tagType("aggr"))],
  },
  "nictag-missing": {
    found: [
      on("b1", withoutRule),
      { network: { overlayRuleName: null, nicTagName: "storage", vxlanId: null } },
    ],
    notFound: [{ network: { overlayRuleName: null, nicTagName: "admin", vxlanId: null } }],
  },
  "arp-drift": {
    found: [on("a1", entry({ port: 4789 })), on("a1", entry({ peerAddress: "198.18.0.2" }))],
    notFound: [on("a1", entry({ port: 4790 }))],
  },
  "arp-collision": {
    found: [on("a1", vnic(ipv4("10.44.0.2"))), on("a1", vnic({ macAddress: "02:00:00:00:00:02" }))],
    notFound: [on("a1", vnic({ ...ipv4("10.44.0.2"), overlayRuleName: "storage" }))],
  },
  "arp-claim-contested": {
    found: [on("a1", vnic({ macAddress: "02:00:00:00:00:02" }))],
    notFound: [on("a1", (parts) => void parts.vmVnics.push({ ...at(parts.vmVnics, 0) }))],
  },
  "arp-claim-foreign": {
    found: [claiming(true), claiming(true, new Date(-1))],
    notFound: [claiming(false), claiming(true, OBSERVED_AT)],
  },
  "arp-stale-entry": {
    found: [on("a1", (parts) => void at(parts.arpTables, 0).entries.push({ ...STALE }))],
    notFound: [
      {
        parts: {
          a1: (parts) => void at(parts.arpTables, 0).entries.push({ ...STALE }),
          b2: (parts) => void parts.vmVnics.push(vmVnic({ macAddress: STALE.macAddress })),
        },
      },
    ],
  },
  "arp-table-unreadable": {
    found: [on("a1", (parts) => void (at(parts.arpTables, 0).problems = ["no JSON"]))],
    notFound: [on("a1", (parts) => void (at(parts.arpTables, 0).problems = []))],
  },
  "ipsec-policy-missing": {
    found: [on("a1", (parts) => void parts.ipsec.policyRules.pop()), on("a1", policy({ remotePort: 4791 }))],
    notFound: [on("a1", policy({ protocol: null }))],
  },
  "ipsec-policy-differs": {
    found: [on("a1", policy({ authenticationAlgorithm: "sha256" }))],
    notFound: [on("a1", policy({ authenticationAlgorithm: "SHA512" }))],
  },
  "ipsec-ike-differs": {
    found: [on("a1", ike({})), ikeOnBoth({ hashAlgorithm: "sha512" })],
    notFound: [ikeOnBoth({}), ikeOnBoth({ lifetimeSeconds: 60 })],
  },
  "ipsec-key-missing": {
    found: [on("a1", (parts) => void parts.ipsec.presharedKeys.pop())],
    notFound: [
      everywhere(onePdc, (parts) => void (parts.ipsec.presharedKeys = [])),
      everywhere(certificates, (parts) => void (parts.ipsec.presharedKeys = [])),
    ],
  },
  "ipsec-key-differs": {
    found: [on("a1", fingerprint(0, "other"))],
    notFound: [
      { parts: { a1: fingerprint(0, "other"), b1: fingerprint(0, "other") } },
      {
        parts: {
          ...everywhere(certificates).parts,
          ...on("a1", certificates, fingerprint(0, "other")).parts,
        },
      },
    ],
  },
  "ipsec-key-old": {
    found: [on("a1", keyAge(365 * DAY_MILLISECONDS))],
    notFound: [on("a1", keyAge(365 * DAY_MILLISECONDS - 1))],
  },
  "ipsec-weak-group": {
    found: [1, 2, 5, 22].map((group) => on("a1", ike({ diffieHellmanGroup: group }))),
    notFound: [on("a1", ike({ diffieHellmanGroup: 14 }))],
  },
  "ipsec-weak-hash": {
    found: [on("a1", ike({ hashAlgorithm: "SHA1" })), on("a1", policy({ authenticationAlgorithm: "md5" }))],
    notFound: [on("a1", ike({ hashAlgorithm: "sha256" }))],
  },
  "ipsec-selector-never-matches": {
    found: [on("a1", policy({ localPort: 4790, remotePort: 4790 }))],
    notFound: [on("a1", policy({ remotePort: 4790 }))],
  },
  "ipsec-ike-not-running": {
    found: [on("a1", (parts) => void (parts.ike.isRunning = false))],
    notFound: [everywhere(onePdc, (parts) => void (parts.ike.isRunning = false))],
  },
  "ipsec-one-way": {
    found: [on("a1", associations(1, 0))],
    notFound: [on("a1", associations(1, 1)), on("a1", associations(0, 0)), on("a1", associations(1, null))],
  },
  "adminoverlay-network": {
    found: [{ network: { overlayRuleName: "adminoverlay", vxlanId: 3 } }],
    notFound: [{ network: { overlayRuleName: "adminoverlay", vxlanId: 2 } }],
  },
  "adminoverlay-missing": {
    found: [{ parts: { a1: onAdminoverlay, a2: onAdminoverlay, b1: onAdminoverlay } }],
    notFound: [everywhere(onAdminoverlay), {}],
  },
  "delegation-nearly-exhausted": { found: [used(9)], notFound: [used(8)] },
  "delegation-overlapping": { found: [besides(199, 300)], notFound: [besides(200, 300)] },
  "delegation-network-outside": {
    found: [{ delegation: delegated(100, 122) }, { delegation: delegated(124, 200) }],
    notFound: [{ delegation: delegated(100, 123) }, { delegation: delegated(123, 200) }],
  },
  "vnic-without-network": {
    found: [on("a1", vnic(ipv4("10.44.1.0"))), on("a1", vnic({ vxlanId: 124 }))],
    notFound: [on("a1", vnic(ipv4("10.44.0.255")))],
  },
  "node-unreachable": { found: [ended("unreachable"), ended("time-out")], notFound: [ended("interrupted")] },
  "node-refresh-failed": { found: [ended("command-failed")], notFound: [unreadable("Line 3 is no rule.")] },
  "node-identity-changed": { found: [ended("identity-changed")], notFound: [ended("command-failed")] },
  "node-host-key-changed": { found: [ended("host-key-changed")], notFound: [ended("host-key-unconfirmed")] },
  "node-unconfirmed": { found: [ended("host-key-unconfirmed")], notFound: [ended("host-key-changed")] },
  "node-facts-stale": { found: [aged(900_001)], notFound: [aged(900_000)] },
  "node-part-unreadable": { found: [unreadable("Line 3 is no rule.")], notFound: [ended("unparsable")] },
  "node-clock-off": {
    found: [61, -61].map((secondsAhead) => on("a1", (parts) => void (parts.clock = { secondsAhead }))),
    notFound: [60, -60].map((secondsAhead) => on("a1", (parts) => void (parts.clock = { secondsAhead }))),
  },
  "node-hostname-shared": {
    found: [on("a1", (parts) => void (parts.identity.hostname = "a2"))],
    notFound: [on("a1", (parts) => void (parts.identity.hostname = "a3"))],
  },
};

const STALE = { macAddress: "02:00:00:00:00:77", arpAddress: null, peerAddress: "10.1.0.12", port: 4790 };

function ikeOnBoth(change: Parameters<typeof ikeRule>[0]): CloudChange {
  const swapped = { localAddress: "198.18.1.1", remoteAddress: "198.18.0.1" };
  return { parts: { a1: ike({}), b1: ike({ ...swapped, ...change }) } };
}

const findingsOf = (code: WarningCode, { findings }: Judgement): Finding[] =>
  findings.filter((finding) => finding.code === code);

type Gone = { what: string; node: Node };

/** Each part of the node by itself, its last refresh, and all of its facts. */
function withoutEach(node: Node): Gone[] {
  const parts = Object.keys(node.facts ?? {}) as FactPartName[]; // Keys of facts are parts.
  return [
    { what: "all facts", node: { ...node, facts: null } },
    { what: "the last refresh", node: { ...node, lastRefresh: null } },
    ...parts.map((part) => ({
      what: part,
      node: { ...node, facts: node.facts && { ...node.facts, [part]: null } },
    })),
  ];
}

describe.each(WARNING_CODES)("%s", (code) => {
  it("is found where it is true, and not just beside that", () => {
    const { found, notFound } = CASES[code];
    expect(found.length, "clouds in which it is true").toBeGreaterThan(0);
    expect(notFound.length, "clouds in which it is just not true").toBeGreaterThan(0);
    const times = (changes: CloudChange[]) =>
      changes.map((change) => findingsOf(code, judgeWarnings(healthyCloud(change))).length > 0);
    expect(times(found)).toEqual(found.map(() => true));
    expect(times(notFound)).toEqual(notFound.map(() => false));
  });

  it("leads to where it is looked into", () => {
    for (const change of CASES[code].found) {
      for (const { href } of findingsOf(code, judgeWarnings(healthyCloud(change)))) {
        expect(href).toMatch(/^\/[a-z-]+[/?]./);
      }
    }
  });

  it("is never called over because something is not known any more", () => {
    for (const [position, change] of CASES[code].found.entries()) {
      const cloud = healthyCloud(change);
      const model = WarningModel.of(WARNING_RULES, cloud);
      const before = findingsOf(code, model.judgement());
      for (const known of cloud.nodes) {
        for (const { what, node } of withoutEach(known)) {
          model.update([node], [], cloud.partFailuresByNodeId);
          model.settle();
          const closed = before.filter(
            ({ subject, touches }) =>
              !model.finding(identityOf({ code, subject })) &&
              !touches.some((key) => model.isUndecided(code, key)),
          );
          expect(closed, `${position}, without ${what} of ${known.hostname}`).toEqual([]);
          model.update([known], [], cloud.partFailuresByNodeId);
        }
      }
    }
  });
});
