import { describe, expect, it } from "vitest";
import type { ArpEntry, ArpTable, FactParts, VmVnic } from "../facts.ts";
import { linkContextOf } from "../mesh.ts";
import type { Node } from "../node.ts";
import { factsOf, healthyNodes, NOW, RULE, withFact, withoutFact } from "../testing/mesh-nodes.ts";
import { findPath } from "./find-path.ts";
import { NODE_PAIRS_MAX, pairNodes } from "./node-pairs.ts";
import { ownPairsOf, ownPathOf } from "./own-path.ts";
import { formatPathEnd, parsePathEnd } from "./path-end.ts";
import type { PathNetwork, PathPlace } from "./path-place.ts";

const DRAFTS = [
  { number: 1, pdcName: "bru-1", place: 1 },
  { number: 2, pdcName: "bru-1", place: 1 },
  { number: 3, pdcName: "prg-1", place: 2 },
];
const settings = { now: NOW, staleAfterSeconds: 900 };

function nodesOf(): [Node, Node, Node] {
  const [a, b, c] = healthyNodes(DRAFTS);
  if (!a || !b || !c) throw new Error("three drafts give three nodes");
  return [a, b, c];
}

function vnicOf(node: Node): VmVnic {
  const [vnic] = factsOf(node).vmVnics?.value ?? [];
  if (!vnic) throw new Error("every healthy node has a VM");
  return vnic;
}

const placeOf = (
  node: Node,
  change: Partial<VmVnic> = {},
  network: PathNetwork | null = null,
): PathPlace => ({
  node,
  vnic: { ...vnicOf(node), ...change },
  network,
});
const nodePlace = (node: Node): PathPlace => ({ node, vnic: null, network: null });

function pathBetween(a: PathPlace, b: PathPlace) {
  return findPath(a, b, linkContextOf([a.node, b.node], settings));
}

/** Changes the first item of a part that is a list. */
function withFirst<P extends "overlays" | "overlayRules" | "arpTables" | "vmVnics">(
  node: Node,
  part: P,
  change: Partial<FactParts[P][number]>,
): Node {
  const [first, ...rest] = factsOf(node)[part]?.value ?? [];
  // The parts named above are lists of objects.
  return withFact(node, part, [{ ...first, ...change }, ...rest] as unknown as FactParts[P]);
}

function withEntry(node: Node, peer: Node, change: (entry: ArpEntry) => ArpEntry[]): Node {
  const mac = vnicOf(peer).macAddress;
  const tables = (factsOf(node).arpTables?.value ?? []).map((table): ArpTable => ({
    ...table,
    entries: table.entries.flatMap((entry) => (entry.macAddress === mac ? change(entry) : [entry])),
  }));
  return withFact(node, "arpTables", tables);
}

describe("a path between two VMs", () => {
  it("goes vNIC, overlay, link, overlay, vNIC, each with its reason, and passes when everything agrees", () => {
    const [a, , c] = nodesOf();
    const found = pathBetween(placeOf(a), placeOf(c));
    expect(found.hops.map(({ kind }) => kind)).toEqual(["vnic", "overlay", "link", "overlay", "vnic"]);
    expect(found.outcome).toBe("passes");
    expect(found.reasons).toEqual([]);
    const link = found.linkHop;
    expect(link?.sentence).toContain("Different PDC names");
    expect(link?.ends.map(({ address, port }) => `${address}:${port}`)).toEqual([
      "8.8.1.1:4790",
      "8.8.2.3:4790",
    ]);
    expect(found.arpAgreements.flatMap(({ layers }) => layers.map(({ verdict }) => verdict))).toEqual(
      Array(4).fill("as-wanted"),
    );
  });

  it("takes the admin addresses inside a PDC", () => {
    const [a, b] = nodesOf();
    const found = pathBetween(placeOf(a), placeOf(b));
    expect(found.linkHop?.path).toBe("admin");
    expect(found.linkHop?.ends.map(({ address }) => address)).toEqual(["10.1.0.1", "10.1.0.2"]);
    expect(found.outcome).toBe("passes");
  });

  it("says the same backwards", () => {
    const [a, , c] = nodesOf();
    const broken = withEntry(a, c, () => []);
    const there = pathBetween(placeOf(broken), placeOf(c));
    const back = pathBetween(placeOf(c), placeOf(broken));
    expect(back.outcome).toBe(there.outcome);
    expect(
      back.hops
        .map(({ title }) => title)
        .toReversed()
        .filter((title) => !title.includes("–")),
    ).toEqual(there.hops.map(({ title }) => title).filter((title) => !title.includes("–")));
    expect(new Set(back.reasons.map(({ sentence }) => sentence))).toEqual(
      new Set(there.reasons.map(({ sentence }) => sentence)),
    );
  });

  it("passes where the link fails for another VM's sake alone", () => {
    const [a, , c] = nodesOf();
    const other = { ...vnicOf(c), vmUuid: "other", macAddress: "02:00:00:00:00:99" };
    const node = withFact(c, "vmVnics", [vnicOf(c), other]);
    const found = pathBetween(placeOf(a), placeOf(node));
    expect(found.linkHop?.state).toBe("degraded");
    expect(found.outcome).toBe("passes");
  });

  it("needs no link and no ARP table on one node", () => {
    const [a] = nodesOf();
    const found = pathBetween(placeOf(a), placeOf(a, { vmUuid: "other", macAddress: "02:00:00:00:00:99" }));
    expect(found.hops.map(({ kind }) => kind)).toEqual(["vnic", "overlay", "vnic"]);
    expect(found.arpAgreements).toEqual([]);
    expect(found.outcome).toBe("passes");
  });
});

describe("no path", () => {
  const vdc = (name: string): PathNetwork => ({ id: name, name, vdcId: name, vdcName: name });

  it.each([
    { what: "another rule", change: { overlayRuleName: "other" }, says: "Nothing joins two rules" },
    { what: "another VXLAN", change: { vxlanId: 124 }, says: "VXLAN 123 and 124 differ" },
    { what: "another VLAN", change: { vlanId: 7 }, says: "VLAN 0 and 7 differ" },
    {
      what: "no overlay",
      change: { overlayRuleName: null, vxlanId: null, nicTag: "external" },
      says: "on no overlay",
    },
  ])("is said of $what", ({ change, says }) => {
    const [a, , c] = nodesOf();
    const found = pathBetween(placeOf(a), placeOf(c, change));
    expect(found.outcome).toBe("no-path");
    expect(found.reasons[0]?.sentence).toContain(says);
    expect(found.hops.every(({ kind }) => kind === "vnic")).toBe(true);
  });

  it("names the vDCs when they differ as well", () => {
    const [a, , c] = nodesOf();
    const found = pathBetween(placeOf(a, {}, vdc("one")), placeOf(c, { vxlanId: 5 }, vdc("two")));
    expect(found.reasons[1]?.sentence).toBe("They belong to different vDCs: one and two.");
  });
});

describe("what stands in the way", () => {
  const [a, , c] = nodesOf();

  it.each([
    {
      what: "the rule is missing",
      c: withFact(withFact(c, "overlayRules", []), "overlays", []),
      says: "missing on cn3",
    },
    { what: "the overlay is not live", c: withFact(c, "overlays", []), says: "not live on cn3" },
    {
      what: "the overlay is degraded",
      c: withFirst(c, "overlays", { status: "degraded", statusDetail: "no table" }),
      says: "degraded on cn3 (no table): it drops what VMs send to other nodes.",
    },
    { what: "the entry is missing", a: withEntry(a, c, () => []), says: "holds nothing for vm3" },
    {
      what: "the entry is stale",
      a: withEntry(a, c, (entry) => [{ ...entry, peerAddress: "8.8.2.99" }]),
      says: "a stale entry",
    },
    {
      what: "the port is another",
      a: withEntry(a, c, (entry) => [{ ...entry, port: 4789 }]),
      says: "to port 4789",
    },
    {
      what: "the inner address is another",
      a: withEntry(a, c, (entry) => [{ ...entry, arpAddress: "192.168.0.77" }]),
      says: "answers 192.168.0.77",
    },
    {
      what: "another MAC answers the same address",
      a: withEntry(a, c, (entry) => [{ ...entry, macAddress: "02:99:00:00:00:01" }, entry]),
      says: "only one of them is found",
    },
    {
      what: "the table of the other end lacks this one",
      c: withEntry(c, a, () => []),
      says: "ARP table of cn3",
    },
  ])("is told and blocks: $what", ({ says, ...changed }) => {
    const found = pathBetween(placeOf(changed.a ?? a), placeOf({ ...c, ...(changed.c ?? {}) }));
    expect(["blocked", "no-path"]).toContain(found.outcome);
    expect(found.reasons.map(({ sentence }) => sentence).join(" ")).toContain(says);
  });

  it("is the live overlay's file, not the one the rule names since", () => {
    const path = "/opt/custom/networking/new.json";
    const renamed = withFirst(a, "overlayRules", { arpFilePath: path });
    const [table] = factsOf(renamed).arpTables?.value ?? [];
    if (!table) throw new Error("a healthy node has a table");
    const both = withFact(renamed, "arpTables", [table, { ...table, path, entries: [] }]);
    const found = pathBetween(placeOf(both), placeOf(c));
    const [file, live] = found.arpAgreements[0]?.layers ?? [];
    expect([file?.verdict, live?.verdict]).toEqual(["missing", "as-wanted"]);
    expect(found.outcome).toBe("impaired");
  });
});

describe("what is not known is never fine", () => {
  const [a, , c] = nodesOf();

  it.each(["arpTables", "overlays", "overlayRules", "identity", "hostVnics", "ipsec"] as const)(
    "without %s",
    (part) => {
      const found = pathBetween(placeOf(a), { ...placeOf(c), node: withoutFact(c, part) });
      expect(found.outcome).not.toBe("passes");
      expect(found.reasons.length).toBeGreaterThan(0);
    },
  );

  it("with facts one second older than the limit, and fine with facts exactly as old as it", () => {
    const aged = (ageSeconds: number) => healthyNodes(DRAFTS.map((draft) => ({ ...draft, ageSeconds })));
    const outcomeAt = (ageSeconds: number) => {
      const [one, , other] = aged(ageSeconds);
      if (!one || !other) throw new Error("three drafts give three nodes");
      return pathBetween(placeOf(one), placeOf(other)).outcome;
    };
    expect(outcomeAt(900)).toBe("passes");
    expect(outcomeAt(901)).toBe("unknown");
  });

  it("with a MAC or an address that another vNIC claims", () => {
    const rivals = [{ claims: "mac" as const, vmAlias: "twin", hostname: "cn9" }];
    const found = pathBetween({ ...placeOf(a), rivals }, placeOf(c));
    expect(found.outcome).toBe("unknown");
    expect(found.reasons[0]?.sentence).toContain("twin on cn9");
  });

  it("with an end that was never read", () => {
    const never = { ...c, facts: null, lastRefresh: null };
    expect(pathBetween(nodePlace(a), nodePlace(never)).outcome).toBe("unknown");
  });
});

describe("the MTU along the way", () => {
  it("has the ledger of the link for the guests' own packets, tagged as they are", () => {
    const [a, , c] = nodesOf();
    const found = pathBetween(placeOf(a, { mtuBytes: 1392 }), placeOf(c, { mtuBytes: 1392 }));
    expect(found.mtu).toMatchObject({ effectiveMtuBytes: 1392, guestMtuBytes: 1392, fits: true });
    expect(found.mtu.steps.map(({ mtuBytes }) => mtuBytes)).toEqual([1392, 1392, 1392]);
    const tagged = pathBetween(placeOf(a, { vlanId: 7 }), placeOf(c, { vlanId: 7 }));
    expect(tagged.mtu).toMatchObject({ effectiveMtuBytes: 1388, fits: false });
    expect(tagged.mtu.proof?.fragments).toHaveLength(2);
    expect(tagged.mtu.steps.map(({ isNarrowest }) => isNarrowest)).toEqual([false, true, false]);
    const { proof } = tagged.mtu;
    expect(proof?.ledger.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(proof?.outerBytes);
  });

  it("takes an unset MTU of a NIC for 1500, which no 1392-byte overlay takes", () => {
    const [a, , c] = nodesOf();
    const found = pathBetween(placeOf(a, { mtuBytes: null }), placeOf(c));
    expect(found.mtu).toMatchObject({ guestMtuBytes: 1500, fits: false });
    expect(found.reasons.map(({ sentence }) => sentence).join(" ")).toContain("has no MTU of its own");
  });

  it("does not say that something fits while a part is not known", () => {
    const [a, , c] = nodesOf();
    const bare = withoutFact(withoutFact(c, "nics"), "hostVnics");
    const found = pathBetween(placeOf(a), placeOf(bare));
    expect(found.mtu.fits).toBeNull();
    expect(found.mtu.effectiveMtuBytes).toBeNull();
  });
});

describe("what a vDC's people see of a path", () => {
  it("names no node and none of their addresses, whatever is wrong", () => {
    const [a, , c] = nodesOf();
    const variants = [
      c,
      withFact(c, "overlays", []),
      withFact(withFact(c, "overlays", []), "overlayRules", []),
      withEntry(c, a, () => []),
      withoutFact(c, "arpTables"),
      withoutFact(c, "identity"),
      { ...c, lastRefresh: null, isConfirmed: false },
    ];
    for (const node of variants) {
      for (const one of [a, withEntry(a, c, (entry) => [{ ...entry, peerAddress: "8.8.2.99" }])]) {
        const text = JSON.stringify(ownPathOf(pathBetween(placeOf(one), { ...placeOf(c), node })));
        expect(text).not.toMatch(/cn\d|8\.8\.\d|10\.\d\.0|00000000-0000-4000-8000-00000000000\d"/);
      }
    }
  });

  it("tells of networks by PDC pair alone", () => {
    const nodes = nodesOf();
    const places = nodes.map((node) => placeOf(node));
    const own = ownPairsOf(pairNodes(places, places, (pair) => linkContextOf(pair, settings)));
    expect(own.pairs.map(({ pdcLabels }) => pdcLabels.join("+")).toSorted()).toEqual([
      "bru-1+bru-1",
      "bru-1+prg-1",
    ]);
    expect(JSON.stringify(own)).not.toMatch(/cn\d|8\.8\.\d|10\.\d\.0|00000000-/);
  });
});

describe("two networks", () => {
  it("are judged by each pair of nodes once, worst first", () => {
    const [a, b, c] = nodesOf();
    const places = [a, b, withEntry(c, a, () => [])].map((node) => placeOf(node));
    const result = pairNodes(places, places, (pair) => linkContextOf(pair, settings));
    expect(result.pairCount).toBe(3);
    expect(result.pairs).toHaveLength(3);
    expect(result.outcome).toBe("blocked");
    expect(result.pairs[0]?.ends.map(({ hostname }) => hostname).toSorted()).toEqual(["cn1", "cn3"]);
    expect(result.sharedNodeCount).toBe(3);
  });

  it("judge every vNIC, not only a node's first", () => {
    const [a, , c] = nodesOf();
    const second = { ...vnicOf(c), vmAlias: "lost", macAddress: "02:00:00:00:77:77" };
    const result = pairNodes([placeOf(a)], [placeOf(c), { node: c, vnic: second, network: null }], (pair) =>
      linkContextOf(pair, settings),
    );
    expect(result.pairs[0]?.reasons.map(({ sentence }) => sentence).join(" ")).toContain("nothing for lost");
  });

  it("judge no more pairs than the limit, and meet every node", () => {
    const many = healthyNodes(
      Array.from({ length: 40 }, (_, number) => ({ number: number + 1, pdcName: "one", place: 1 })),
    );
    const places = many.map((node) => placeOf(node));
    const result = pairNodes(places, places, (pair) => linkContextOf(pair, settings));
    expect(result.pairs).toHaveLength(NODE_PAIRS_MAX);
    expect(result.pairCount).toBe((40 * 39) / 2);
    expect(new Set(result.pairs.flatMap(({ ends }) => ends.map(({ nodeId }) => nodeId))).size).toBe(40);
  });
});

describe("an end's name in an address", () => {
  const id = "00000000-0000-4000-8000-000000000001";

  it.each([
    `vm/${id}`,
    `vm/${id}/net0`,
    `vm/${id}/${encodeURIComponent("a/b ü")}`,
    `node/${id}`,
    `network/${id}`,
  ])("is read back as it was written: %s", (text) => {
    const end = parsePathEnd(text);
    expect(end && formatPathEnd(end)).toBe(text);
  });

  it.each([
    "",
    "vm",
    "vm/",
    "vm/x",
    `pdc/${id}`,
    `node/${id}/x`,
    `vm/${id}/a/b`,
    `vm/${id}/`,
    `vm/${id}/%E0%A4%A`,
  ])("is none: %s", (text) => expect(parsePathEnd(text)).toBeNull());
});

it(`names rule ${RULE} in the overlay's step`, () => {
  const [a, , c] = nodesOf();
  const [, overlay] = pathBetween(placeOf(a), placeOf(c)).hops;
  expect(overlay?.title).toBe("customers123 on cn1");
});
