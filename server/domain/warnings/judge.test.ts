import { describe, expect, it } from "vitest";
import type { FactPartName } from "../facts.ts";
import type { Finding } from "../warning.ts";
import { WARNING_CODES, type WarningCode } from "./catalogue.ts";
import { judgeWarnings } from "./judge.ts";
import { WARNING_RULES } from "./rules.ts";
import {
  HOSTNAMES,
  onAll,
  at,
  pdcName,
  externalAddress,
  rule,
  overlay,
  overlayMtu,
  underlayMtu,
  ikeRule,
  associations,
  DAY_MILLISECONDS,
  keyAge,
  onAdminoverlay,
  failed,
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

function found(change: CloudChange): Finding[] {
  return judgeWarnings(healthyCloud(change)).findings;
}

function codesFound(change: CloudChange): WarningCode[] {
  return [...new Set(found(change).map(({ code }) => code))].toSorted();
}

describe("judging a whole cloud", () => {
  it("finds nothing in a healthy cloud and can tell so", () => {
    expect(judgeWarnings(healthyCloud())).toEqual({ findings: [], undecided: [] });
  });

  it("has a rule for every code of the catalogue", () => {
    const judged = new Set(WARNING_RULES.flatMap(({ codes }) => codes));
    expect(WARNING_CODES.filter((code) => !judged.has(code))).toEqual([]);
  });

  it.each<{ what: string; change: CloudChange; codes: WarningCode[] }>([
    {
      what: "a node without a PDC name",
      change: { parts: { a1: pdcName("") } },
      codes: ["pdc-name-missing"],
    },
    {
      what: "a PDC name with a digit for a letter",
      change: { parts: { a1: pdcName("a1pha") } },
      codes: [
        "arp-drift",
        "ipsec-key-missing",
        "ipsec-policy-missing",
        "pdc-different-name-same-admin",
        "pdc-name-similar",
      ],
    },
    {
      what: "nodes of one PDC name that do not answer each other",
      change: {
        parts: {
          a1: (parts) => void (parts.probes = [{ targetAddress: "10.1.0.12", isAnswered: false }]),
          a2: (parts) => void (parts.probes = []),
        },
      },
      codes: ["pdc-same-name-separate-admin"],
    },
    {
      what: "an admin address of another PDC that answers",
      change: {
        parts: { a1: (parts) => void parts.probes.push({ targetAddress: "10.2.0.11", isAnswered: true }) },
      },
      codes: ["pdc-different-name-same-admin"],
    },
    {
      what: "no NIC tag external",
      change: {
        parts: {
          b1: (parts) => void (parts.nicTags = parts.nicTags.filter(({ name }) => name !== "external")),
        },
      },
      codes: ["requirement-external-tag"],
    },
    {
      what: "a private external address",
      change: {
        parts: onAll(() => {}),
        situation: { settings: { staleAfterSeconds: 900, publicAddressExceptions: [] } },
      },
      codes: ["requirement-external-address"],
    },
    {
      what: "no default route",
      change: { parts: { a2: (parts) => void (parts.defaultRoutes = []) } },
      codes: ["requirement-default-route"],
    },
    {
      what: "a default route through admin",
      change: {
        parts: {
          a2: (parts) => void (parts.defaultRoutes = [{ gateway: "10.1.0.1", interfaceName: "igb0" }]),
        },
      },
      codes: ["requirement-default-route"],
    },
    {
      what: "a default gateway outside the external subnet, interface untold",
      change: {
        parts: { a2: (parts) => void (parts.defaultRoutes = [{ gateway: "10.1.0.1", interfaceName: null }]) },
      },
      codes: ["requirement-default-route"],
    },
    {
      what: "two rules on one port",
      change: {
        parts: onAll(
          (parts) => void parts.overlayRules.push({ ...at(parts.overlayRules, 0), name: "storage" }),
        ),
      },
      codes: ["rule-port-conflict"],
    },
    {
      what: "a rule that differs in its ARP file",
      change: { parts: { a1: rule({ search: "svp" }) } },
      codes: ["rule-differs"],
    },
    {
      what: "a live overlay with another MTU than its rule",
      change: { parts: { a1: overlay({ mtuBytes: 1200 }) } },
      codes: ["rule-live-differs"],
    },
    {
      what: "a fixed private listen address in two PDCs",
      change: {
        parts: {
          a1: (parts) => {
            rule({ listenAddress: "10.1.0.11" })(parts);
          },
        },
      },
      codes: ["rule-differs", "rule-listen-address-private"],
    },
    {
      what: "no inbound guard",
      change: {
        parts: {
          b2: (parts) =>
            void (parts.firewall = parts.firewall.filter(({ direction }) => direction === "out")),
        },
      },
      codes: ["rule-unprotected"],
    },
    {
      what: "no outbound guard",
      change: {
        parts: {
          b2: (parts) => void (parts.firewall = parts.firewall.filter(({ direction }) => direction === "in")),
        },
      },
      codes: ["ipsec-clear-text-guard-missing"],
    },
    {
      what: "a rule with problems",
      change: { parts: { b2: rule({ problems: ["no port"] }) } },
      codes: ["rule-not-understood"],
    },
    {
      what: "an overlay MTU of 1400 over 1500 bytes",
      change: { parts: onAll(overlayMtu(1400)) },
      codes: ["mtu-overlay-exceeds-path"],
    },
    {
      what: "a network above its rule",
      change: { network: { mtuBytes: 1301 } },
      codes: ["mtu-network-exceeds-rule"],
    },
    {
      what: "a jumbo rule over an assumed path",
      change: {
        parts: onAll((parts) => {
          underlayMtu(9000)(parts);
          overlayMtu(1600)(parts);
        }),
      },
      codes: ["mtu-jumbo"],
    },
    {
      what: "much headroom on a measured path",
      change: {
        parts: onAll(underlayMtu(9000)),
        situation: {
          pathMtus: [
            { pdcNames: ["bravo", "alpha"], mtuBytes: 9000, source: "measured", observedAt: OBSERVED_AT },
          ],
        },
      },
      codes: ["mtu-headroom-unused"],
    },
    {
      what: "a VM NIC without MTU",
      change: { parts: { a1: (parts) => void (at(parts.vmVnics, 0).mtuBytes = null) } },
      codes: ["mtu-vnic-exceeds-rule"],
    },
    {
      what: "a NIC tag of two types",
      change: { parts: { b1: (parts) => void (at(parts.nicTags, 1).type = "etherstub") } },
      codes: ["nictag-type-conflict"],
    },
    {
      what: "an ARP entry that points elsewhere",
      change: { parts: { a1: (parts) => void (at(at(parts.arpTables, 0).entries, 0).port = 4789) } },
      codes: ["arp-drift"],
    },
    {
      what: "an ARP entry of nothing known",
      change: {
        parts: {
          a1: (parts) =>
            void at(parts.arpTables, 0).entries.push({
              macAddress: "02:00:00:00:00:77",
              arpAddress: null,
              peerAddress: "10.1.0.12",
              port: 4790,
            }),
        },
      },
      codes: ["arp-stale-entry"],
    },
    {
      what: "a faulty ARP file",
      change: {
        parts: {
          a1: (parts) => void Object.assign(at(parts.arpTables, 0), { entries: [], problems: ["no JSON"] }),
        },
      },
      codes: ["arp-table-unreadable"],
    },
    {
      what: "one address on two VMs of a rule",
      change: {
        parts: {
          a1: (parts) =>
            void (at(parts.vmVnics, 0).addresses = [{ ipv4Address: "10.44.0.2", prefixLength: 24 }]),
          a2: () => {},
        },
      },
      codes: ["arp-collision"],
    },
    {
      what: "one MAC address on VMs of two nodes",
      change: {
        parts: {
          a1: (parts) => void (at(parts.vmVnics, 0).macAddress = "00:e5:dc:00:00:77"),
          a2: (parts) => void (at(parts.vmVnics, 0).macAddress = "00:e5:dc:00:00:77"),
        },
      },
      codes: ["arp-claim-contested", "arp-collision", "arp-stale-entry"],
    },
    {
      what: "a missing IPsec policy",
      change: { parts: { a1: (parts) => void parts.ipsec.policyRules.pop() } },
      codes: ["ipsec-policy-missing"],
    },
    {
      what: "policies of two algorithms",
      change: {
        parts: { a1: (parts) => void (at(parts.ipsec.policyRules, 0).authenticationAlgorithm = "sha256") },
      },
      codes: ["ipsec-policy-differs"],
    },
    {
      what: "a missing key",
      change: { parts: { a1: (parts) => void parts.ipsec.presharedKeys.pop() } },
      codes: ["ipsec-key-missing"],
    },
    {
      what: "keys that differ",
      change: { parts: { a1: (parts) => void (at(parts.ipsec.presharedKeys, 0).fingerprint = "other") } },
      codes: ["ipsec-key-differs"],
    },
    {
      what: "a policy for one port only",
      change: { parts: { a1: (parts) => void (at(parts.ipsec.policyRules, 0).remotePort = 9) } },
      codes: ["ipsec-policy-missing"],
    },
    {
      what: "an IKE rule on one end only",
      change: { parts: { a1: (parts) => void parts.ipsec.ikeRules.push(ikeRule({})) } },
      codes: ["ipsec-ike-differs"],
    },
    {
      what: "a pass with conditions before the guard, which leaves it open",
      change: {
        parts: {
          b2: (parts) =>
            void parts.firewall.unshift({
              ...at(parts.firewall, 0),
              action: "pass",
              isUnconditional: false,
            }),
        },
      },
      codes: [],
    },
    {
      what: "Diffie-Hellman group 5",
      change: {
        parts: {
          a1: (parts) => void parts.ipsec.ikeRules.push(ikeRule({ localAddress: "", diffieHellmanGroup: 5 })),
        },
      },
      codes: ["ipsec-weak-group"],
    },
    {
      what: "a VM on an undefined segment",
      change: {
        parts: {
          a1: (parts) =>
            void parts.vmVnics.push(vmVnic({ vxlanId: null, overlayRuleName: null, nicTag: "storage" })),
        },
      },
      codes: ["vnic-without-network"],
    },
    {
      what: "a VM outside its segment's subnets",
      change: { network: { subnet: "10.44.9.0/24" } },
      codes: ["vnic-without-network"],
    },
    {
      what: "one VXLAN id on two rules",
      change: { network: { overlayRuleName: "storage" } },
      codes: ["nictag-missing", "rule-vxlan-shared", "vnic-without-network"],
    },
    {
      what: "an unreachable node",
      change: { node: { a1: failed("unreachable") } },
      codes: ["node-unreachable"],
    },
    {
      what: "a changed host key",
      change: { node: { a1: failed("host-key-changed") } },
      codes: ["node-host-key-changed"],
    },
    {
      what: "another machine",
      change: { node: { a1: failed("identity-changed") } },
      codes: ["node-identity-changed"],
    },
    {
      what: "a failed command",
      change: { node: { a1: failed("command-failed") } },
      codes: ["node-refresh-failed"],
    },
    {
      what: "a node nobody confirmed",
      change: { node: { a1: { ...failed("host-key-unconfirmed"), isConfirmed: false, facts: null } } },
      codes: ["node-unconfirmed"],
    },
    {
      what: "a users' network on adminoverlay",
      change: { network: { overlayRuleName: "adminoverlay" } },
      codes: ["adminoverlay-network", "nictag-missing", "rule-vxlan-shared", "vnic-without-network"],
    },
    {
      what: "a clock that is 61 seconds behind",
      change: { parts: { a1: (parts) => void (parts.clock = { secondsAhead: -61 }) } },
      codes: ["node-clock-off"],
    },
    {
      what: "two nodes of one host name",
      change: { parts: { a1: (parts) => void (parts.identity.hostname = "a2") } },
      codes: ["node-hostname-shared"],
    },
    {
      what: "a guest that asks DHCP on an overlay",
      change: { parts: { a1: (parts) => void (at(parts.vmVnics, 0).isDhcp = true) } },
      codes: ["mtu-guest-at-risk"],
    },
    {
      what: "SHA-1 in an IKE rule",
      change: {
        parts: {
          a1: (parts) => void parts.ipsec.ikeRules.push(ikeRule({ localAddress: "", hashAlgorithm: "SHA1" })),
        },
      },
      codes: ["ipsec-weak-hash"],
    },
    {
      what: "a policy rule with both ports",
      change: {
        parts: {
          a1: (parts) =>
            void parts.ipsec.policyRules.push({
              ...at(parts.ipsec.policyRules, 0),
              localPort: 4790,
              remotePort: 4790,
            }),
        },
      },
      codes: ["ipsec-selector-never-matches"],
    },
    {
      what: "encrypted traffic that gets no answer",
      change: { parts: { a1: associations(100, 0) } },
      codes: ["ipsec-one-way"],
    },
    {
      what: "IKE that does not run",
      change: { parts: { a1: (parts) => void (parts.ike.isRunning = false) } },
      codes: ["ipsec-ike-not-running"],
    },
    {
      what: "a key that has been the same for exactly a year",
      change: { parts: { a1: keyAge(365 * DAY_MILLISECONDS) } },
      codes: ["ipsec-key-old"],
    },
    {
      what: "an overlay that the node calls degraded",
      change: { parts: { a1: overlay({ status: "degraded", statusDetail: "failed to read the file" }) } },
      codes: ["rule-overlay-degraded"],
    },
    { what: "a refresh that was interrupted", change: { node: { a1: failed("interrupted") } }, codes: [] },
    {
      what: "a part that could not be read",
      change: {
        node: { a1: failed("unparsable") },
        situation: {
          partFailuresByNodeId: new Map([
            [nodeIdOf("a1"), [{ part: "ipsec", reason: "Line 3 is no rule." }]],
          ]),
        },
      },
      codes: ["node-part-unreadable"],
    },
  ])("finds exactly $codes: $what", ({ change, codes }) => {
    expect(codesFound(change)).toEqual(codes);
  });

  it.each<{ what: string; change: CloudChange }>([
    {
      what: "a clock that is 60 seconds ahead",
      change: { parts: { a1: (parts) => void (parts.clock = { secondsAhead: 60 }) } },
    },
    {
      what: "IKE that does not run while there is one PDC",
      change: {
        parts: onAll((parts) => {
          pdcName("alpha")(parts);
          parts.ike.isRunning = false;
          parts.arpTables = [];
          parts.probes = [];
        }),
      },
    },
    {
      what: "a key that will have been the same for a year in a millisecond",
      change: { parts: onAll(keyAge(365 * DAY_MILLISECONDS - 1)) },
    },
    {
      what: "an overlay whose state the node does not tell",
      change: { parts: { a1: overlay({ status: "unknown" }) } },
    },
    { what: "associations that are idle both ways", change: { parts: { a1: associations(0, 0) } } },
    { what: "associations that carry both ways", change: { parts: { a1: associations(100, 1) } } },
    {
      what: "an association that does not tell its bytes",
      change: { parts: { a1: associations(100, null) } },
    },
    {
      what: "the system's own network on adminoverlay",
      change: {
        network: { overlayRuleName: "adminoverlay", vxlanId: 2 },
        parts: onAll((parts) => {
          parts.nicTags.push({ name: "adminoverlay", type: "overlay rule", macAddress: null, link: null });
          parts.vmVnics = [];
          parts.arpTables = [];
        }),
      },
    },
    { what: "an overlay MTU of exactly what fits", change: { parts: onAll(overlayMtu(1392)) } },
    { what: "a network of exactly its rule's MTU", change: { network: { mtuBytes: 1300 } } },
    {
      what: "facts as old as the stale limit",
      change: { situation: { now: new Date(OBSERVED_AT.getTime() + 900_000) } },
    },
    {
      what: "an aggregation in place of a NIC",
      change: { parts: { b1: (parts) => void (at(parts.nicTags, 1).type = "aggr") } },
    },
    {
      what: "an algorithm in capital letters",
      change: {
        parts: { a1: (parts) => void (at(parts.ipsec.policyRules, 0).encryptionAlgorithm = "AES") },
      },
    },
    {
      what: "a path MTU that was measured to be larger",
      change: {
        parts: onAll(overlayMtu(1392)),
        situation: {
          pathMtus: [
            { pdcNames: ["alpha", "bravo"], mtuBytes: 1600, source: "measured", observedAt: OBSERVED_AT },
          ],
        },
      },
    },
    {
      what: "an external NIC tag missing while there is one PDC",
      change: {
        parts: onAll((parts) => {
          pdcName("alpha")(parts);
          parts.arpTables = [];
          parts.probes = [];
          parts.nicTags = parts.nicTags.filter(({ name }) => name !== "external");
        }),
      },
    },
  ])("finds nothing: $what", ({ change }) => {
    expect(codesFound(change)).toEqual([]);
  });

  it("tells who has no external address, and who shares one", () => {
    expect(codesFound({ parts: { b1: externalAddress(null) } })).toEqual(["requirement-external-address"]);
    const shared = found({ parts: { b2: externalAddress("198.18.1.1") } });
    expect(shared.find(({ code }) => code === "requirement-external-address-shared")?.cause).toContain(
      "b1 and b2",
    );
  });

  it("names the same of equally tight paths, whichever was measured last", () => {
    const measured = (...pdcNames: [string, string]) =>
      ({ pdcNames, mtuBytes: 1300, source: "measured", observedAt: OBSERVED_AT }) as const;
    const paths = [measured("alpha", "bravo"), measured("alpha", "charlie")];
    const told = (pathMtus: typeof paths) =>
      found({ parts: { b2: pdcName("charlie") }, situation: { pathMtus } })
        .filter(({ code }) => code.startsWith("mtu-"))
        .map(({ cause, evidence }) => [cause, evidence]);
    expect(told(paths).length).toBeGreaterThan(0);
    expect(told(paths.toReversed())).toEqual(told(paths));
  });

  it("cannot tell of a key that nobody saw before", () => {
    const forgotten = (parts: Parts) => {
      for (const key of parts.ipsec.presharedKeys) delete key.knownSince;
    };
    const { findings, undecided } = judgeWarnings(healthyCloud({ parts: { a1: forgotten } }));
    expect(findings).toEqual([]);
    expect(undecided).toContainEqual({ code: "ipsec-key-old", touching: `node:${nodeIdOf("a1")}` });
  });

  it.each<{ what: string; change: CloudChange; told: string | undefined }>([
    { what: "nothing where no node has it", change: {}, told: undefined },
    {
      what: "nothing where all nodes have it",
      change: { parts: onAll(onAdminoverlay) },
      told: undefined,
    },
    {
      what: "the nodes without its rule",
      change: { parts: { a1: onAdminoverlay, a2: onAdminoverlay } },
      told: "b1 and b2 are not on adminoverlay, which 2 other nodes have",
    },
    {
      what: "a node with its overlay, but without an address on it",
      change: {
        parts: {
          ...onAll(onAdminoverlay),
          b2: (parts) => {
            onAdminoverlay(parts);
            at(parts.hostVnics, 1).ipv4Address = null;
          },
        },
      },
      told: "b2 is not on adminoverlay, which 3 other nodes have",
    },
    {
      what: "not a node whose overlays were never read",
      change: { parts: onAll(onAdminoverlay), missing: { b2: ["overlays"] } },
      told: undefined,
    },
    {
      what: "not a node that has no overlay rules at all",
      change: {
        parts: { ...onAll(onAdminoverlay), b2: (parts) => void (parts.overlayRules = []) },
      },
      told: undefined,
    },
  ])("tells who is not on adminoverlay: $what", ({ change, told }) => {
    const missing = found(change).find(({ code }) => code === "adminoverlay-missing");
    expect(missing?.cause.split(":")[0]).toBe(told);
  });

  it("tells stale facts one millisecond after the limit", () => {
    const now = new Date(OBSERVED_AT.getTime() + 900_001);
    expect(codesFound({ situation: { now } })).toEqual(["node-facts-stale"]);
  });

  it("tells the largest MTU that fits and every byte of the proof", () => {
    const [finding] = found({ parts: onAll(overlayMtu(1400)) });
    expect(finding?.cause).toBe(
      "The overlay rule “customers” has MTU 1400, but between “alpha” and “bravo” at most 1392 bytes fit: full packets fragment there.",
    );
    expect(finding?.evidence[0]?.sentence).toContain(
      "1400 bytes becomes 1516 bytes on a path of 1500 (assumed from the NICs)",
    );
  });

  it.each([
    { mtuBytes: 8900, told: "at most 8880 bytes fit" },
    { mtuBytes: 8880, told: undefined },
  ])(
    "tells that of jumbo frames of 9000 bytes an MTU of $mtuBytes does or does not fit through IPsec",
    ({ mtuBytes, told }) => {
      const jumbo = (parts: Parts) => {
        overlayMtu(mtuBytes)(parts);
        underlayMtu(9000)(parts);
      };
      const [path, ...others] = found({
        parts: onAll(jumbo),
        situation: {
          pathMtus: [
            { pdcNames: ["alpha", "bravo"], mtuBytes: 9000, source: "measured", observedAt: OBSERVED_AT },
          ],
        },
      });
      expect(others).toEqual([]);
      expect(/at most \d+ bytes fit/.exec(path?.cause ?? "")?.[0]).toBe(told);
    },
  );

  it.each([
    { name: "a".repeat(19), reason: undefined },
    { name: "a".repeat(20), reason: "has 20 characters, more than 19" },
    { name: "rule_2b", reason: undefined },
    { name: "storage2", reason: "ends in a digit" },
    { name: "my-rule", reason: "has characters other than letters, digits and underscores" },
  ])("says of the overlay rule $name that its name: $reason", ({ name, reason }) => {
    const ignored = found({ parts: { a1: rule({ name }) } }).find(({ code }) => code === "rule-name-ignored");
    expect(ignored?.cause.split("”")[1]?.split(".")[0]?.trim()).toBe(reason);
  });

  it("counts who would encrypt to whom when two PDC names are nearly equal", () => {
    const finding = found({ parts: { b1: pdcName("alpha ") } }).find(
      ({ code }) => code === "pdc-name-similar",
    );
    expect(finding?.cause).toContain("1 node of “alpha ” encrypts to 2 nodes of “alpha”");
    expect(finding?.touches).toContain(`node:${nodeIdOf("b1")}`);
  });

  it("shows a vDC only what concerns its network, without any node's name", () => {
    const ofVdc = found({ parts: onAll(overlayMtu(1400)), network: { mtuBytes: 1401 } }).filter(
      ({ vdcId }) => vdcId !== null,
    );
    expect(ofVdc.map(({ code }) => code).toSorted()).toEqual([
      "mtu-network-exceeds-path",
      "mtu-network-exceeds-rule",
    ]);
    for (const { vdcId, cause, evidence, remedy } of ofVdc) {
      expect(vdcId).toBe(VDC_ID);
      const words = [cause, remedy, ...evidence.map(({ sentence }) => sentence)].join(" ");
      expect(HOSTNAMES.filter((hostname) => new RegExp(`\\b${hostname}\\b`).test(words))).toEqual([]);
    }
  });

  it("says nothing false and closes nothing when a part of the facts is missing", () => {
    const partNames = Object.keys(healthyCloud().nodes[0]?.facts ?? {}) as FactPartName[];
    for (const part of partNames) {
      const { findings, undecided } = judgeWarnings(healthyCloud({ missing: { a1: [part], a2: [part] } }));
      expect({ part, codes: findings.map(({ code }) => code) }).toEqual({ part, codes: [] });
      expect({ part, isUndecided: undecided.length > 0 }).toEqual({
        part,
        isUndecided: part !== "pathProbes",
      });
    }
  });

  it("keeps what nodes say harmless: no control characters, no endless names, always well-formed", () => {
    const nasty = `<b>\u0000\u202E\uD800${"x".repeat(5000)}`;
    for (const { cause, subject, touches } of found({
      parts: onAll((parts) => void (at(parts.overlayRules, 0).name = nasty)),
    })) {
      expect(cause + subject.label).not.toMatch(/[\p{Cc}\u202E]/u);
      expect((cause + touches.join("")).isWellFormed()).toBe(true);
      expect(Math.max(...touches.map(({ length }) => length))).toBeLessThan(700);
    }
  });
});
