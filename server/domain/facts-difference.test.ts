import { describe, expect, it } from "vitest";
import { type FactParts, mergeFacts } from "./facts.ts";
import { factsDifference } from "./facts-difference.ts";

const EARLIER = new Date("2026-11-22T12:00:00Z");
const LATER = new Date("2026-11-22T12:15:00Z");
const identity: FactParts["identity"] = {
  nodeUuid: "4c4c4544-0042-4a10-8057-b3c04f4d5831",
  hostname: "node03",
  pdcName: "bru-1",
  adminIp: "10.44.44.13",
  adminNicTagName: "admin",
  liveImage: null,
  bootedAt: EARLIER,
};
const vmVnic: FactParts["vmVnics"][number] = {
  vmUuid: "c1d2",
  vmAlias: "web",
  interfaceName: "net0",
  macAddress: "02:08:20:aa:bb:01",
  nicTag: "customers/123",
  overlayRuleName: "customers",
  vxlanId: 123,
  vlanId: 0,
  addresses: [{ ipv4Address: "10.1.0.5", prefixLength: 24 }],
  isDhcp: false,
  mtuBytes: 1400,
};
const entry = (last: number) => ({
  macAddress: `02:08:20:aa:bb:0${last}`,
  arpAddress: `10.1.0.${last}`,
  peerAddress: "10.0.0.1",
  port: 4790,
});
const table = (...lasts: number[]) => ({
  path: "/opt/a.json",
  overlayRuleNames: ["customers"],
  entries: lasts.map(entry),
  problems: [],
});
const association = (spi: string, carriedBytes: number): FactParts["ipsec"]["associations"][number] => ({
  spi,
  direction: "inbound",
  state: "MATURE",
  sourceAddress: "198.51.100.9",
  destinationAddress: "203.0.113.7",
  encryptionAlgorithm: "aes-cbc",
  authenticationAlgorithm: "hmac-sha512",
  carriedBytes,
});
const ipsec = (changes: Partial<FactParts["ipsec"]>): FactParts["ipsec"] => {
  return { policyRules: [], ikeRules: [], presharedKeys: [], associations: [], problems: [], ...changes };
};
const key = (fingerprint: string) => ({
  localAddress: "203.0.113.7",
  remoteAddress: "198.51.100.9",
  fingerprint,
});
const firewallRule = (text: string): FactParts["firewall"][number] => {
  return {
    action: "block",
    direction: "in",
    quick: true,
    interfaceName: null,
    protocol: null,
    portFirst: null,
    portLast: null,
    isUnconditional: true,
    text,
  };
};

function sentences(before: Partial<FactParts>, after: Partial<FactParts>): string[] {
  const earlier = mergeFacts(null, before, EARLIER);
  return factsDifference(earlier, mergeFacts(earlier, after, LATER)).map(({ sentence }) => sentence);
}

describe("factsDifference", () => {
  it.each<{ before: Partial<FactParts>; after: Partial<FactParts>; said: string[] }>([
    {
      before: { vmVnics: [] },
      after: { vmVnics: [vmVnic] },
      said: ["vNIC net0 of VM web (c1d2) added on customers123."],
    },
    {
      before: { vmVnics: [vmVnic] },
      after: { vmVnics: [] },
      said: ["vNIC net0 of VM web (c1d2) gone from customers123."],
    },
    {
      before: { vmVnics: [vmVnic] },
      after: { vmVnics: [{ ...vmVnic, vmAlias: "shop" }] },
      said: ["vNIC net0 of VM shop (c1d2): alias changed from “web” to “shop”."],
    },
    {
      before: { vmVnics: [vmVnic] },
      after: { vmVnics: [{ ...vmVnic, mtuBytes: null }] },
      said: ["vNIC net0 of VM web (c1d2): MTU changed from 1400 to none."],
    },
    {
      before: { identity },
      after: { identity: { ...identity, pdcName: "bru-l" } },
      said: ["PDC name changed from “bru-1” to “bru-l”."],
    },
    {
      before: { defaultRoutes: [{ gateway: "203.0.113.1", interfaceName: null }] },
      after: { defaultRoutes: [] },
      said: ["Default route 203.0.113.1 gone."],
    },
    {
      before: { arpTables: [table(1)] },
      after: { arpTables: [table(3, 1, 2)] },
      said: ["ARP table /opt/a.json: 2 entries added."],
    },
    {
      before: { ipsec: ipsec({ presharedKeys: [key("aa")] }) },
      after: { ipsec: ipsec({ presharedKeys: [key("bb")] }) },
      said: ["Pre-shared key of 203.0.113.7 and 198.51.100.9 is another one."],
    },
    {
      before: { probes: [{ targetAddress: "10.0.0.1", isAnswered: true }] },
      after: { probes: [{ targetAddress: "10.0.0.1", isAnswered: false }] },
      said: ["10.0.0.1 no longer answers."],
    },
    {
      before: { firewall: [firewallRule("a"), firewallRule("b")] },
      after: { firewall: [firewallRule("b"), firewallRule("a")] },
      said: ["The order of the firewall rules changed."],
    },
    {
      before: { pathProbes: [{ peerAddress: "10.0.0.1", bytesThatPassed: 1500, bytesThatDidNot: null }] },
      after: { pathProbes: [{ peerAddress: "10.0.0.1", bytesThatPassed: 1492, bytesThatDidNot: 1493 }] },
      said: ["The path to 10.0.0.1 carries 1492 bytes unfragmented instead of 1500."],
    },
    {
      before: { ike: { isRunning: true, associations: [] } },
      after: { ike: { isRunning: false, associations: [] } },
      said: ["in.iked no longer runs."],
    },
    {
      before: { clock: { secondsAhead: 2 } },
      after: { clock: { secondsAhead: 10_800 } },
      said: ["The node's clock is 10800 s ahead."],
    },
    { before: {}, after: { overlays: [] }, said: ["Overlays read for the first time."] },
  ])("says: $said.0", ({ before, after, said }) => {
    expect(sentences(before, after)).toEqual(said);
  });

  it.each<{ noise: string; before: Partial<FactParts>; after: Partial<FactParts> }>([
    { noise: "a boot", before: { identity }, after: { identity: { ...identity, bootedAt: LATER } } },
    {
      noise: "new keys of an association",
      before: { ipsec: ipsec({ associations: [association("0x1", 10)] }) },
      after: { ipsec: ipsec({ associations: [association("0x2", 0)] }) },
    },
    {
      noise: "a clock that is off by another second",
      before: { clock: { secondsAhead: 0 } },
      after: { clock: { secondsAhead: -1 } },
    },
    {
      noise: "a path that is measured for the first time",
      before: { pathProbes: [] },
      after: { pathProbes: [{ peerAddress: "10.0.0.1", bytesThatPassed: 1492, bytesThatDidNot: 1493 }] },
    },
    { noise: "another order", before: { arpTables: [table(1, 2)] }, after: { arpTables: [table(2, 1)] } },
    {
      noise: "the order of keys, which a database does not keep",
      before: {
        arpTables: [
          {
            problems: [],
            entries: [
              {
                port: 4790,
                peerAddress: "10.0.0.1",
                arpAddress: "10.1.0.1",
                macAddress: "02:08:20:aa:bb:01",
              },
            ],
            overlayRuleNames: ["customers"],
            path: "/opt/a.json",
          },
        ],
      },
      after: { arpTables: [table(1)] },
    },
    { noise: "a part that was not read again", before: { identity, vmVnics: [vmVnic] }, after: { identity } },
  ])("does not call it a change: $noise", ({ before, after }) => {
    expect(sentences(before, after)).toEqual([]);
  });
});
