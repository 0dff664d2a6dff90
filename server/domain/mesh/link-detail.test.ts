import { describe, expect, it } from "vitest";
import { linkContextOf } from "../mesh.ts";
import type { Node } from "../node.ts";
import { factsOf, healthyNodes, NOW, withFact, withoutFact } from "../testing/mesh-nodes.ts";
import { arpUsesOf } from "./arp-use.ts";
import { compareIpsec } from "./ipsec-comparison.ts";
import { linkBetween } from "./link.ts";
import { linkRowOf } from "./link-row.ts";
import { linkPathOf } from "./link-path.ts";
import { proveMtu } from "./mtu-proof.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };

function pair(pdcNames: [string, string], change: (node: Node) => Node = (node) => node): [Node, Node] {
  const [nameA, nameB] = pdcNames;
  const [a, b] = healthyNodes([
    { number: 1, pdcName: nameA, place: 1 },
    { number: 2, pdcName: nameB, place: nameA === nameB ? 1 : 2 },
  ]);
  if (!a || !b) throw new Error("two drafts give two nodes");
  return [a, change(b)];
}
function linkOf(nodes: [Node, Node]) {
  const context = linkContextOf(nodes, SETTINGS);
  const link = linkBetween(...nodes, context);
  if (!link) throw new Error("the nodes share a rule");
  return { link, context, ends: { kind: link.kind, nodes, overlayRuleNames: link.overlayRuleNames } };
}

describe("the path of a link", () => {
  it.each([
    { path: "admin", names: ["bru-1", "bru-1"] as [string, string], change: undefined },
    { path: "ipsec", names: ["bru-1", "prg-1"] as [string, string], change: undefined },
    { path: "unknown", names: ["bru-1", ""] as [string, string], change: undefined },
    {
      path: "clear-text",
      names: ["bru-1", "prg-1"] as [string, string],
      change: (node: Node) => withFact(node, "firewall", []),
    },
    {
      path: "unknown",
      names: ["bru-1", "prg-1"] as [string, string],
      change: (node: Node) => withoutFact(node, "firewall"),
    },
  ])("is $path between $names", ({ path, names, change }) => {
    expect(linkPathOf(linkOf(pair(names, change)).link)).toBe(path);
  });
});

describe("linkRowOf", () => {
  it("calls an IPsec link idle when nothing but traffic is missing, and only then", () => {
    const quiet = (node: Node) => {
      const ipsec = factsOf(node).ipsec?.value;
      const silent = withFact(node, "probes", []);
      return ipsec ? withFact(silent, "ipsec", { ...ipsec, associations: [] }) : silent;
    };
    const [a, b] = pair(["bru-1", "prg-1"], quiet);
    expect(linkRowOf(linkOf([quiet(a), b]).link)).toMatchObject({ state: "unknown", isIdle: true });
    expect(linkRowOf(linkOf([quiet(a), withoutFact(b, "firewall")]).link)).toMatchObject({ isIdle: false });
    expect(linkRowOf(linkOf(pair(["bru-1", "prg-1"])).link)).toMatchObject({ state: "up", isIdle: false });
  });
});

describe("compareIpsec", () => {
  it("marks nothing on ends that agree", () => {
    const compared = compareIpsec(linkOf(pair(["bru-1", "prg-1"])).ends);
    expect(compared?.filter(({ isMismatch }) => isMismatch)).toEqual([]);
    expect(compared?.find(({ term }) => term === "Protects VXLAN")?.values).toEqual(["yes", "yes"]);
  });

  it("marks the one property that differs, with both values", () => {
    const nodes = pair(["bru-1", "prg-1"], (node) => {
      const ipsec = factsOf(node).ipsec?.value;
      if (!ipsec) throw new Error("the node has IPsec facts");
      const policyRules = ipsec.policyRules.map((rule) => ({ ...rule, encryptionAlgorithm: "3des" }));
      return withFact(node, "ipsec", { ...ipsec, policyRules });
    });
    const marked = compareIpsec(linkOf(nodes).ends)?.filter(({ isMismatch }) => isMismatch);
    expect(marked).toMatchObject([{ term: "Encryption", values: [expect.any(String), "3des"] }]);
  });

  it("marks a key that one end lacks, and never tells the whole fingerprint", () => {
    const nodes = pair(["bru-1", "prg-1"], (node) => {
      const ipsec = factsOf(node).ipsec?.value;
      if (!ipsec) throw new Error("the node has IPsec facts");
      return withFact(node, "ipsec", { ...ipsec, presharedKeys: [] });
    });
    const key = compareIpsec(linkOf(nodes).ends)?.find(({ group }) => group === "key");
    expect(key).toMatchObject({ isMismatch: true, values: [expect.any(String), null] });
    expect(key?.values[0]?.length).toBeLessThanOrEqual(12);
  });

  it("has nothing to compare on an admin link", () => {
    expect(compareIpsec(linkOf(pair(["bru-1", "bru-1"])).ends)).toBeNull();
  });
});

describe("arpUsesOf", () => {
  it("lists the entries of both ends that send frames over the link", () => {
    const { ends, context } = linkOf(pair(["bru-1", "prg-1"]));
    const uses = arpUsesOf(ends, context);
    expect(new Set(uses.map(({ nodeId }) => nodeId)).size).toBe(2);
    expect(uses.every(({ verdict }) => verdict === "as-wanted")).toBe(true);
  });

  it.each([
    { verdict: "missing", change: (node: Node) => withFact(node, "arpTables", emptied(node)) },
    { verdict: "misdirected", change: (node: Node) => withFact(node, "arpTables", misdirected(node)) },
    { verdict: "unknown", change: (node: Node) => withoutFact(node, "arpTables") },
  ])("tells an entry that is $verdict", ({ verdict, change }) => {
    const nodes = pair(["bru-1", "prg-1"], change);
    const { ends, context } = linkOf(nodes);
    const uses = arpUsesOf(ends, context).filter(({ nodeId }) => nodeId === nodes[1].id);
    expect(uses.map((use) => use.verdict)).toEqual(uses.map(() => verdict));
    expect(uses.length).toBeGreaterThan(0);
  });
});

function emptied(node: Node) {
  return (factsOf(node).arpTables?.value ?? []).map((table) => ({ ...table, entries: [] }));
}
function misdirected(node: Node) {
  return (factsOf(node).arpTables?.value ?? []).map((table) => ({
    ...table,
    entries: table.entries.map((entry) => ({ ...entry, peerAddress: "192.0.2.99" })),
  }));
}

describe("proveMtu", () => {
  it("adds up to the packet on the wire and names the smallest path that carries it", () => {
    const { link } = linkOf(pair(["bru-1", "prg-1"]));
    for (const rule of link.ruleMtus.map(proveMtu)) {
      expect(rule.ledger.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(rule.outerBytes);
      expect(rule.underlayMtuBytesMin).toBe(rule.outerBytes);
      expect(rule.largestSafeOuterBytes).toBeLessThanOrEqual(rule.pathMtuBytes);
    }
  });
});
