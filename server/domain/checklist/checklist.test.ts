import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FactPartName, NodeFacts } from "../facts.ts";
import type { Node } from "../node.ts";
import { type CloudChange, healthyCloud, type Parts } from "../warnings/testing/healthy-cloud.ts";
import { certificates } from "../warnings/testing/cloud-changes.ts";
import { checklistOf, checklistPage, ChecklistQuery } from "./checklist-query.ts";
import { REQUIREMENT_CODES, type Requirement, type RequirementCode } from "./requirement.ts";

function checklistAfter(change: CloudChange) {
  const { nodes, settings, now } = healthyCloud(change);
  return checklistOf(nodes, { ...settings, now });
}

function found(change: CloudChange, code: RequirementCode, hostname = "a1"): Requirement {
  const row = checklistAfter(change).rows.find((each) => each.hostname === hostname);
  const requirement = row?.requirements.find((each) => each.code === code);
  if (!requirement) throw new Error(`nothing is said of ${code} on ${hostname}`);
  return requirement;
}

const of = (change: (parts: Parts) => void): CloudChange => ({ parts: { a1: change } });
const A_LONG_TIME_AGO = new Date("2026-02-28T12:00:00Z");

it("asks nothing of a healthy cloud that does not hold", () => {
  const { rows, nodeCounts, hasSecondPdc } = checklistAfter({});
  expect(
    rows.flatMap(({ requirements }) => requirements).filter(({ outcome }) => outcome !== "pass"),
  ).toEqual([]);
  expect(nodeCounts).toEqual({ fail: 0, unknown: 0, pass: 4, "not-needed": 0 });
  expect(hasSecondPdc).toBe(true);
});

const FAILURES: { code: RequirementCode; change: CloudChange; sentence: string }[] = [
  {
    code: "pdc-name",
    change: of((parts) => (parts.identity.pdcName = " ")),
    sentence: "It reports no PDC name.",
  },
  {
    code: "pdc-name",
    change: of((parts) => (parts.identity.pdcName = "Alpha")),
    sentence: "“Alpha” and “alpha” differ only by upper and lower case, yet count as two PDCs.",
  },
  {
    code: "admin-reach",
    change: {
      parts: {
        a1: (parts) => (parts.probes = parts.probes.map((probe) => ({ ...probe, isAnswered: false }))),
        a2: (parts) => (parts.probes = []),
      },
    },
    sentence: "a1 got no answer from a2 at 10.1.0.12, in the same PDC.",
  },
  {
    code: "rules-live",
    change: of((parts) => (parts.overlays = parts.overlays.map((each) => ({ ...each, status: "degraded" })))),
    sentence: "customers123 is degraded.",
  },
  {
    code: "rules-live",
    change: of((parts) => (parts.overlays = parts.overlays.map((each) => ({ ...each, listenPort: 4999 })))),
    sentence: "customers123 runs with port 4999 instead of 4790.",
  },
  {
    code: "external-tag",
    change: of((parts) => (parts.nicTags = parts.nicTags.filter(({ name }) => name !== "external"))),
    sentence: "It has admin and customers, but no tag external.",
  },
  {
    code: "external-address",
    change: of((parts) => (parts.hostVnics = [])),
    sentence: "It has no external address.",
  },
  {
    code: "external-address",
    change: of(
      (parts) => (parts.hostVnics = parts.hostVnics.map((vnic) => ({ ...vnic, ipv4Address: "100.64.1.1" }))),
    ),
    sentence: "Its external address 100.64.1.1 is not public.",
  },
  {
    code: "external-address",
    change: of(
      (parts) => (parts.hostVnics = parts.hostVnics.map((vnic) => ({ ...vnic, ipv4Address: "198.18.1.1" }))),
    ),
    sentence: "b1 has the external address 198.18.1.1 too.",
  },
  {
    code: "default-route",
    change: of((parts) => (parts.defaultRoutes = [])),
    sentence: "It has no default route.",
  },
  {
    code: "default-route",
    change: of((parts) => (parts.defaultRoutes = [{ gateway: "10.1.0.1", interfaceName: "igb0" }])),
    sentence: "It does not leave through the external NIC: 10.1.0.1 through igb0.",
  },
  {
    code: "clear-text-guard",
    change: of((parts) => (parts.firewall = parts.firewall.filter(({ direction }) => direction === "in"))),
    sentence: "Clear-text VXLAN is not blocked on the external NIC: customers out (UDP 4790).",
  },
  {
    code: "ipsec-policies",
    change: of((parts) => (parts.ipsec.policyRules = parts.ipsec.policyRules.slice(1))),
    sentence: "Its policy does not protect all VXLAN traffic with b1.",
  },
  {
    code: "ipsec-policies",
    change: of(
      (parts) =>
        (parts.ipsec.policyRules = parts.ipsec.policyRules.map((rule) => ({
          ...rule,
          encryptionAlgorithm: "aes-gcm",
        }))),
    ),
    sentence: "Its policy is not the one of b1 and b2.",
  },
  {
    code: "ipsec-keys",
    change: of((parts) => (parts.ipsec.presharedKeys = [])),
    sentence: "It has no key for b1 and b2.",
  },
  {
    code: "ipsec-keys",
    change: of(
      (parts) =>
        (parts.ipsec.presharedKeys = parts.ipsec.presharedKeys.map((key, at) =>
          at === 0 ? { ...key, fingerprint: "another" } : key,
        )),
    ),
    sentence: "It holds another key than b1.",
  },
];

it.each(FAILURES)("$code fails: $sentence", ({ code, change, sentence }) => {
  expect(found(change, code)).toMatchObject({ outcome: "fail", sentence });
});

it("misses no key where peers are proven to by certificate, and does not call these right", () => {
  const certified = (parts: Parts) => {
    certificates(parts);
    parts.ipsec.presharedKeys = [];
  };
  expect(found(of(certified), "ipsec-keys")).toMatchObject({
    outcome: "unknown",
    sentence: "It proves itself to 2 nodes by certificate, and certificates are not read. No key is missing.",
  });
});

const NEEDED_PARTS: Record<RequirementCode, FactPartName[]> = {
  "facts-fresh": ["identity"],
  "pdc-name": ["identity"],
  "admin-reach": ["identity", "hostVnics"],
  "rules-live": ["overlayRules", "overlays"],
  "external-tag": ["nicTags"],
  "external-address": ["nics", "hostVnics"],
  "default-route": ["defaultRoutes", "nics", "hostVnics"],
  "clear-text-guard": ["firewall", "overlays", "overlayRules", "nics", "hostVnics"],
  "ipsec-policies": ["ipsec", "identity", "nics", "hostVnics", "overlayRules"],
  "ipsec-keys": ["ipsec", "identity", "nics", "hostVnics", "overlayRules"],
};

describe("what was never read", () => {
  it.each(REQUIREMENT_CODES.flatMap((code) => NEEDED_PARTS[code].map((part) => ({ code, part }))))(
    "leaves $code unknown without $part",
    ({ code, part }) => {
      expect(found({ missing: { a1: [part] } }, code).outcome).toBe("unknown");
    },
  );

  it("never passes, whatever is missing and wherever", () => {
    const anyMissing = fc.dictionary(
      fc.constantFrom("a1", "a2", "b1", "b2"),
      fc.uniqueArray(fc.constantFrom(...new Set(Object.values(NEEDED_PARTS).flat()))),
    );
    fc.assert(
      fc.property(anyMissing, (missing) => {
        for (const { hostname, requirements } of checklistAfter({ missing }).rows) {
          for (const { code, outcome } of requirements) {
            const isMissing = NEEDED_PARTS[code].some((part) => missing[hostname]?.includes(part));
            expect(isMissing && outcome === "pass").toBe(false);
          }
        }
      }),
    );
  });
});

it("calls nothing right that was right long ago, and a failure of then a failure", () => {
  const aged = (node: Node): NodeFacts =>
    Object.fromEntries(
      Object.entries(node.facts ?? {}).map(([name, part]) => [
        name,
        part && { ...part, observedAt: A_LONG_TIME_AGO },
      ]),
    ) as unknown as NodeFacts; // Every part is kept, which Object.fromEntries cannot tell.
  const { nodes, settings, now } = healthyCloud(of((parts) => (parts.defaultRoutes = [])));
  const old = nodes.map((node) => (node.hostname === "a1" ? { ...node, facts: aged(node) } : node));
  const [row] = checklistOf(old, { ...settings, now }).rows;
  const outcomes = Object.fromEntries((row?.requirements ?? []).map(({ code, outcome }) => [code, outcome]));
  expect(row?.hostname).toBe("a1");
  expect(outcomes).toMatchObject({
    "facts-fresh": "fail",
    "default-route": "fail",
    "external-tag": "unknown",
    "ipsec-keys": "unknown",
    // Its neighbour reached it a moment ago.
    "admin-reach": "pass",
  });
  const passing = Object.keys(outcomes).filter((code) => outcomes[code] === "pass");
  expect(passing).toEqual(["admin-reach"]);
});

it("asks nothing that crosses PDCs before there is a second one", () => {
  const { nodes, settings, now } = healthyCloud();
  const alpha = nodes.filter(({ hostname }) => hostname.startsWith("a"));
  const { countsByRequirement, hasSecondPdc } = checklistOf(alpha, { ...settings, now });
  expect(hasSecondPdc).toBe(false);
  expect(countsByRequirement["ipsec-keys"]).toMatchObject({ "not-needed": 2 });
  expect(countsByRequirement["pdc-name"]).toMatchObject({ pass: 2 });
});

it("knows nothing of a node that is in quarantine", () => {
  const { rows } = checklistAfter({ node: { a1: { isConfirmed: false, facts: null } } });
  const row = rows.find(({ hostname }) => hostname === "a1");
  expect(row?.outcome).toBe("unknown");
  expect(new Set(row?.requirements.map(({ sentence }) => sentence))).toEqual(
    new Set(["Its host key is not confirmed, so nothing it says counts."]),
  );
});

it("counts a node that answers nobody in a PDC of several as not known", () => {
  const none = (parts: Parts) => (parts.probes = []);
  expect(found({ parts: { a1: none, a2: none } }, "admin-reach").outcome).toBe("unknown");
});

describe("a page of it", () => {
  const checklist = checklistAfter({
    parts: { b1: (parts) => (parts.defaultRoutes = []) },
    missing: { a2: ["nicTags"] },
  });
  const page = (query: Partial<ChecklistQuery>) =>
    checklistPage(checklist, { ...ChecklistQuery.parse({}), ...query });
  const hostnames = (query: Partial<ChecklistQuery>) => page(query).rows.map(({ hostname }) => hostname);

  it("begins with what fails, then what nobody knows", () => {
    expect(hostnames({})).toEqual(["b1", "a2", "a1", "b2"]);
  });

  it("is narrowed by outcome, requirement, PDC and text", () => {
    expect(hostnames({ outcome: "fail" })).toEqual(["b1"]);
    expect(hostnames({ requirement: "external-tag" })).toEqual(["a2"]);
    expect(hostnames({ requirement: "external-tag", outcome: "pass" })).toEqual(["b1", "a1", "b2"]);
    expect(hostnames({ pdcName: "bravo" })).toEqual(["b1", "b2"]);
    expect(hostnames({ text: "ALPHA" })).toEqual(["a2", "a1"]);
  });

  it("goes on where the one before ended, and every node is met once", () => {
    const seen: string[] = [];
    let cursor: ChecklistQuery["cursor"] = null;
    do {
      const { rows, nextCursor } = page({ limit: 3, cursor });
      seen.push(...rows.map(({ hostname }) => hostname));
      cursor = nextCursor;
    } while (cursor);
    expect(seen).toEqual(["b1", "a2", "a1", "b2"]);
  });
});
