import { describe, expect, it } from "vitest";
import type { ArpEntry, OverlayRule } from "../facts.ts";
import type { Node } from "../node.ts";
import {
  factsOf,
  healthyNodes,
  macOf,
  nodeId,
  NOW,
  PORT,
  RULE,
  withFact,
  withoutFact,
} from "../testing/mesh-nodes.ts";
import type { MacClaim } from "./claims.ts";
import { arpDifferences } from "./differences.ts";
import { indexVnics, wantedArpTable } from "./wanted.ts";

const DRAFTS = [
  { number: 1, pdcName: "bru-1", place: 1 },
  { number: 2, pdcName: "bru-1", place: 1 },
  { number: 3, pdcName: "prg-1", place: 2 },
];

function cloud(hostname = "", change: (node: Node) => Node = (node) => node): Node[] {
  return healthyNodes(DRAFTS).map((node) => (node.hostname === hostname ? change(node) : node));
}

/** Of the first node. */
function wanted(nodes: Node[]) {
  const [node] = nodes;
  if (!node) throw new Error("there is no node");
  return wantedArpTable(node, nodes, indexVnics(nodes, RULE));
}

function entry(number: number, peerAddress: string, port = PORT): ArpEntry {
  return { macAddress: macOf(number), arpAddress: `192.168.0.${number}`, peerAddress, port };
}

const withRule =
  (change: Partial<OverlayRule>) =>
  (node: Node): Node =>
    withFact(
      node,
      "overlayRules",
      (factsOf(node).overlayRules?.value ?? []).map((rule) => ({ ...rule, ...change })),
    );

describe("wantedArpTable", () => {
  it("sends to admin addresses inside the PDC, to external ones between PDCs, and never to itself", () => {
    expect(wanted(cloud())).toEqual({
      overlayRuleName: RULE,
      entries: [entry(2, "10.1.0.2"), entry(3, "8.8.2.3")],
      gaps: [],
      conflicts: [],
    });
  });

  it("takes a fixed listen address", () => {
    const fixed = (node: Node) =>
      withFact(
        withRule({ listenAddress: "9.9.9.9" })(node),
        "overlays",
        (factsOf(node).overlays?.value ?? []).map((overlay) => ({ ...overlay, listenAddress: "9.9.9.9" })),
      );
    expect(wanted(cloud("cn2", fixed)).entries[0]).toEqual(entry(2, "9.9.9.9"));
  });

  it.each([
    { what: "the live overlay's", change: withRule({ listenPort: 4999 }), port: PORT },
    {
      what: "the rule's where nothing is live",
      change: (node: Node) => withFact(withRule({ listenPort: 4999 })(node), "overlays", []),
      port: 4999,
    },
  ])("takes the port of $what", ({ change, port }) => {
    expect(wanted(cloud("cn2", change)).entries[0]).toEqual(entry(2, "10.1.0.2", port));
  });

  it("holds the peers' own vNICs on overlays of the rule", () => {
    const withOwnVnic = (node: Node) =>
      withFact(node, "hostVnics", [
        ...(factsOf(node).hostVnics?.value ?? []),
        {
          name: "customers0",
          macAddress: "00:e5:dc:00:01:01",
          ipv4Address: "192.168.0.200",
          linkStatus: "up",
          over: "customers123",
          vlanId: 0,
          mtuBytes: null,
        },
      ]);
    expect(wanted(cloud("cn2", withOwnVnic)).entries).toContainEqual({
      macAddress: "00:e5:dc:00:01:01",
      arpAddress: "192.168.0.200",
      peerAddress: "10.1.0.2",
      port: PORT,
    });
  });

  it("makes no entry from an empty PDC name, and says so", () => {
    const nameless = (node: Node) => {
      const identity = factsOf(node).identity?.value;
      return identity ? withFact(node, "identity", { ...identity, pdcName: "" }) : node;
    };
    expect(wanted(cloud("cn2", nameless))).toMatchObject({
      entries: [entry(3, "8.8.2.3")],
      gaps: [{ nodeId: nodeId(2), problem: "cn2 has no PDC name.", macAddresses: [macOf(2)] }],
    });
    const bothNameless = cloud().map(nameless);
    expect(wanted(bothNameless).entries).toEqual([]);
  });

  it("makes no entry for a MAC that two nodes claim", () => {
    const thief = (node: Node) => withFact(node, "vmVnics", factsOf(cloud()[1] ?? node).vmVnics?.value ?? []);
    expect(wanted(cloud("cn3", thief))).toMatchObject({
      entries: [],
      conflicts: [{ macAddress: macOf(2), nodeIds: [nodeId(2), nodeId(3)], holderNodeId: null }],
    });
  });

  it("keeps sending to the node that had a MAC first, and to the one an operator named instead", () => {
    const thief = (node: Node) => withFact(node, "vmVnics", factsOf(cloud()[1] ?? node).vmVnics?.value ?? []);
    const claimed = (nodes: Node[], number: number, claim: MacClaim) =>
      nodes.map((node) =>
        node.id === nodeId(number) ? { ...node, macClaims: new Map([[macOf(2), claim]]) } : node,
      );
    const later = claimed(cloud("cn3", thief), 3, { since: NOW, settledAt: null });
    expect(wanted(later)).toMatchObject({
      entries: [entry(2, "10.1.0.2")],
      conflicts: [{ nodeIds: [nodeId(2), nodeId(3)], holderNodeId: nodeId(2) }],
    });
    const settled = claimed(later, 3, { since: NOW, settledAt: NOW });
    expect(wanted(settled)).toMatchObject({
      entries: [{ macAddress: macOf(2), peerAddress: "8.8.2.3" }],
      conflicts: [{ holderNodeId: nodeId(3) }],
    });
  });

  it("keeps answering ARP for an address with the vNIC of the node that had it first, and with nobody's where that is not known", () => {
    const taker = (node: Node) =>
      withFact(
        node,
        "vmVnics",
        (factsOf(node).vmVnics?.value ?? []).map((vnic) => ({
          ...vnic,
          addresses: [{ ipv4Address: "192.168.0.2", prefixLength: 24 }],
        })),
      );
    const had = (nodes: Node[], number: number, claim: MacClaim) =>
      nodes.map((node) =>
        node.id === nodeId(number) ? { ...node, macClaims: new Map([[macOf(number), claim]]) } : node,
      );
    const claim = (since: Date, settledAt: Date | null = null): MacClaim => ({
      ...{ since: NOW, settledAt, address: { ipv4Address: "192.168.0.2", since } },
    });
    const unknown = cloud("cn3", taker);
    expect(wanted(unknown)).toMatchObject({
      entries: [],
      conflicts: [
        { macAddress: macOf(2), ipv4Address: "192.168.0.2", holderNodeId: null },
        { macAddress: macOf(3), ipv4Address: "192.168.0.2", holderNodeId: null },
      ],
    });
    const later = had(had(unknown, 2, claim(new Date(0))), 3, claim(NOW));
    expect(wanted(later)).toMatchObject({
      entries: [entry(2, "10.1.0.2")],
      conflicts: [{ macAddress: macOf(3), nodeIds: [nodeId(2), nodeId(3)], holderNodeId: nodeId(2) }],
    });
    expect(wanted(had(later, 3, claim(NOW, NOW)))).toMatchObject({
      entries: [{ macAddress: macOf(3), arpAddress: "192.168.0.2" }],
      conflicts: [{ macAddress: macOf(2), holderNodeId: nodeId(3) }],
    });
    const gone = had(later, 2, claim(new Date(0))).map((node) =>
      node.id === nodeId(2) ? withFact(node, "vmVnics", []) : node,
    );
    expect(wanted(gone)).toMatchObject({ entries: [{ macAddress: macOf(3) }], conflicts: [] });
  });

  describe("with a claim to an address that a network of another segment has", () => {
    const claiming = (number: number, claim: Partial<MacClaim>, ipv4Address = `192.168.0.${number}`) => {
      const address = { ipv4Address, since: new Date(1000), isForeign: true };
      return (node: Node): Node => ({
        ...withFact(
          node,
          "vmVnics",
          (factsOf(node).vmVnics?.value ?? []).map((vnic) => ({
            ...vnic,
            addresses: [{ ipv4Address, prefixLength: 24 }],
          })),
        ),
        macClaims: new Map([[macOf(number), { since: new Date(0), settledAt: null, address, ...claim }]]),
      });
    };

    it("makes no entry for it, although nobody else claims the address", () => {
      expect(wanted(cloud("cn2", claiming(2, {})))).toMatchObject({
        entries: [entry(3, "8.8.2.3")],
        conflicts: [
          {
            macAddress: macOf(2),
            ipv4Address: "192.168.0.2",
            nodeIds: [nodeId(2)],
            holderNodeId: null,
            isForeign: true,
          },
        ],
      });
    });

    it("makes one again when an operator says so, until the address is another one", () => {
      const word = { settledAt: new Date(2000) };
      expect(wanted(cloud("cn2", claiming(2, word)))).toMatchObject({
        entries: [entry(2, "10.1.0.2"), entry(3, "8.8.2.3")],
        conflicts: [],
      });
      expect(wanted(cloud("cn2", claiming(2, { settledAt: new Date(500) }))).entries).toEqual([
        entry(3, "8.8.2.3"),
      ]);
    });

    it("leaves the entry of the one who has the address by right, whoever was first", () => {
      const taken = cloud("cn2", claiming(2, {}, "192.168.0.3"));
      expect(wanted(taken)).toMatchObject({
        entries: [entry(3, "8.8.2.3")],
        conflicts: [{ macAddress: macOf(2), nodeIds: [nodeId(2), nodeId(3)], isForeign: true }],
      });
    });
  });

  it("does not let who lost a MAC address take its address from the one who has it", () => {
    const thief = (node: Node) => withFact(node, "vmVnics", factsOf(cloud()[1] ?? node).vmVnics?.value ?? []);
    const address = { ipv4Address: "192.168.0.2", since: new Date(0) };
    const stolen = cloud("cn3", thief).map((node) =>
      node.id === nodeId(3)
        ? { ...node, macClaims: new Map([[macOf(2), { since: NOW, settledAt: null, address }]]) }
        : node,
    );
    expect(wanted(stolen)).toMatchObject({
      entries: [entry(2, "10.1.0.2")],
      conflicts: [{ ipv4Address: null, holderNodeId: nodeId(2) }],
    });
  });

  it("does not let a quarantined node claim or spoil anything", () => {
    const thief = (node: Node) => ({
      ...withFact(node, "vmVnics", factsOf(cloud()[1] ?? node).vmVnics?.value ?? []),
      isConfirmed: false,
    });
    expect(wanted(cloud("cn3", thief))).toMatchObject({ entries: [entry(2, "10.1.0.2")], conflicts: [] });
  });

  it("leaves out nodes without the rule", () => {
    expect(wanted(cloud("cn2", (node) => withFact(node, "overlayRules", []))).entries).toEqual([
      entry(3, "8.8.2.3"),
    ]);
  });
});

describe("arpDifferences", () => {
  const right = [entry(2, "10.1.0.2"), entry(3, "8.8.2.3")];
  const foreign = entry(9, "10.1.0.9");

  it("finds nothing where the table is as wanted", () => {
    expect(arpDifferences(wanted(cloud()), right)).toEqual({
      missing: [],
      different: [],
      stale: [],
      undecided: [],
    });
  });

  it("tells missing, different and stale entries; the last of two for one MAC counts", () => {
    const held = [entry(3, "8.8.2.3"), entry(3, "10.2.0.3"), foreign];
    expect(arpDifferences(wanted(cloud()), held)).toEqual({
      missing: [entry(2, "10.1.0.2")],
      different: [{ wanted: entry(3, "8.8.2.3"), held: entry(3, "10.2.0.3") }],
      stale: [foreign],
      undecided: [],
    });
  });

  it("does not call an entry stale while some node's vNICs are not known", () => {
    const nodes = cloud("cn3", (node) => withoutFact(node, "vmVnics"));
    expect(arpDifferences(wanted(nodes), [...right, foreign])).toMatchObject({
      stale: [],
      undecided: [entry(3, "8.8.2.3"), foreign],
    });
  });
});
