import { describe, expect, it } from "vitest";
import { type ProbePeer, ProbeRings } from "./probe-rings.ts";
import { neighboursToProbe, pathProbeTargets, PROBE_TARGETS_MAX, probeTargets } from "./probe-targets.ts";
import { adminAddress, externalAddress, type Node } from "./node.ts";
import { factsOf, healthyNodes, withFact } from "./testing/mesh-nodes.ts";

const peerOf = ({ id, facts }: Node): ProbePeer => ({
  id,
  pdcName: facts?.identity?.value.pdcName ?? "",
  adminAddress: facts && adminAddress(facts),
  externalAddress: facts && externalAddress(facts),
});
const ringsOf = (nodes: readonly Node[]) => new ProbeRings(nodes.map(peerOf));

/** As many nodes in each of the PDCs; ids in no order of PDCs. */
function peersIn(pdcCount: number, perPdc: number): ProbePeer[] {
  return Array.from({ length: pdcCount * perPdc }, (_, index) => ({
    id: String((index * 7919) % (pdcCount * perPdc)).padStart(8, "0"),
    pdcName: `pdc-${index % pdcCount}`,
    adminAddress: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    externalAddress: `198.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
  }));
}

const [someNode] = healthyNodes([{ number: 250, pdcName: "pdc-0", place: 250 }]);
if (!someNode) throw new Error("no node");
const someIdentity = factsOf(someNode).identity?.value;
if (!someIdentity) throw new Error("no identity");
const nodeOf = ({ id, pdcName }: ProbePeer): Node => ({
  ...withFact(someNode, "identity", { ...someIdentity, pdcName }),
  id,
});
const targetsByNode = (peers: readonly ProbePeer[]) => {
  const rings = new ProbeRings(peers);
  return new Map(peers.map((peer) => [peer, new Set(probeTargets(nodeOf(peer), rings))]));
};

describe("probeTargets", () => {
  it("are the admin addresses of the own PDC, both addresses elsewhere, and never the own ones", () => {
    const nodes = healthyNodes([
      { number: 1, pdcName: "east", place: 1 },
      { number: 2, pdcName: "east", place: 1 },
      { number: 3, pdcName: "west", place: 2 },
    ]);
    const [own] = nodes;
    const [, second, third] = nodes.map(peerOf);
    if (!own || !second || !third) throw new Error("no node");
    expect(probeTargets(own, ringsOf(nodes)).toSorted()).toEqual(
      [second.adminAddress, third.adminAddress, third.externalAddress].toSorted(),
    );
  });

  it("without a PDC name treat everybody as elsewhere, also those without one", () => {
    const [own, peer] = peersIn(1, 2).map((each) => ({ ...each, pdcName: "" }));
    if (!own || !peer) throw new Error("no peers");
    expect(probeTargets(nodeOf(own), new ProbeRings([own, peer]))).toEqual([
      peer.externalAddress,
      peer.adminAddress,
    ]);
  });

  it("include every pair from one of its ends: 120 nodes of one PDC, 60 beside other PDCs", () => {
    const inOne = peersIn(1, 120);
    const targets = targetsByNode(inOne);
    const isProbed = (a: ProbePeer, b: ProbePeer) => targets.get(a)?.has(b.adminAddress ?? "") ?? false;
    expect(inOne.every((a) => inOne.every((b) => a === b || isProbed(a, b) || isProbed(b, a)))).toBe(true);

    const inMany = peersIn(20, 60);
    const some = inMany.filter(({ pdcName }) => pdcName === "pdc-7");
    const ofMany = targetsByNode(inMany);
    const isPair = (a: ProbePeer, b: ProbePeer) => ofMany.get(a)?.has(b.adminAddress ?? "") ?? false;
    expect(some.every((a) => some.every((b) => a === b || isPair(a, b) || isPair(b, a)))).toBe(true);
  });

  it("are all neighbours while they are few, then half of them, and never more than all may be", () => {
    expect([0, 1, 16, 17, 33, 99, 127, 128, 10_000].map(neighboursToProbe)).toEqual([
      0, 1, 16, 16, 17, 50, 64, 64, 64,
    ]);
    const sizes = [2, 3, 17, 18, 34, 100, 128];
    const pairsAreProbed = sizes.map((size) => {
      const targets = targetsByNode(peersIn(1, size));
      const isProbed = (a: ProbePeer, b: ProbePeer) => targets.get(a)?.has(b.adminAddress ?? "") ?? false;
      const peers = [...targets.keys()];
      return peers.every((a) => peers.every((b) => a === b || isProbed(a, b) || isProbed(b, a)));
    });
    expect(pairsAreProbed).toEqual(sizes.map(() => true));
  });

  it.each([
    { pdcCount: 1, perPdc: 10_000 },
    { pdcCount: 40, perPdc: 50 },
    { pdcCount: 400, perPdc: 5 },
  ])("are bounded with $pdcCount PDCs of $perPdc nodes, and every node is probed", (size) => {
    const peers = peersIn(size.pdcCount, size.perPdc);
    const rings = new ProbeRings(peers);
    const probed = new Set<string>();
    for (const peer of peers) {
      const targets = probeTargets(nodeOf(peer), rings);
      expect(targets.length).toBeLessThanOrEqual(PROBE_TARGETS_MAX);
      for (const target of targets) probed.add(target);
    }
    expect(peers.every(({ adminAddress: address }) => probed.has(address ?? ""))).toBe(true);
    expect(
      size.pdcCount === 1 || peers.every(({ externalAddress: address }) => probed.has(address ?? "")),
    ).toBe(true);
  });

  it("reach nearly all other PDCs from each PDC, a few of them from each node", () => {
    const peers = peersIn(100, 20);
    const targets = targetsByNode(peers);
    const pdcByAddress = new Map(peers.map((peer) => [peer.externalAddress ?? "", peer.pdcName]));
    const own = peers.filter(({ pdcName }) => pdcName === "pdc-3");
    const reached = own.map(
      (peer) => new Set([...(targets.get(peer) ?? [])].flatMap((address) => pdcByAddress.get(address) ?? [])),
    );
    expect(Math.max(...reached.map(({ size }) => size))).toBeLessThanOrEqual(PROBE_TARGETS_MAX / 2);
    expect(new Set(reached.flatMap((names) => [...names])).size).toBeGreaterThan(90);
  });

  it("stay what they were but for one or two when another node comes", () => {
    const [newcomer, ...peers] = peersIn(30, 40);
    const [own] = peers;
    if (!newcomer || !own) throw new Error("no peers");
    const before = probeTargets(nodeOf(own), new ProbeRings(peers));
    expect(probeTargets(nodeOf(own), new ProbeRings(peers.toReversed()))).toEqual(before);
    const after = probeTargets(nodeOf(own), new ProbeRings([newcomer, ...peers]));
    expect(after.filter((target) => !before.includes(target)).length).toBeLessThanOrEqual(2);
  });
});

describe("pathProbeTargets", () => {
  it("are two of each PDC and sixteen in all, with what passed the last time", () => {
    const nodes = healthyNodes(
      Array.from({ length: 40 }, (_, index) => ({
        number: (index % 4) + 1,
        pdcName: `pdc-${Math.floor(index / 4)}`,
        place: Math.floor(index / 4) + 1,
      })),
    );
    const [first] = nodes;
    if (!first) throw new Error("no node");
    const rings = ringsOf(nodes);
    const before = pathProbeTargets(first, rings);
    expect(before).toHaveLength(16);
    const perPdc = Map.groupBy(before, ({ peerAddress }) => peerAddress.split(".")[2]);
    expect([...perPdc.values()].every((some) => some.length <= 2)).toBe(true);
    const passed = before.map(({ peerAddress }) => ({
      peerAddress,
      bytesThatPassed: 1492,
      bytesThatDidNot: 1493,
    }));
    const after = pathProbeTargets(withFact(first, "pathProbes", passed), rings);
    expect(after.map(({ peerAddress }) => peerAddress)).toEqual(before.map(({ peerAddress }) => peerAddress));
    expect(after.every(({ bytesExpected }) => bytesExpected === 1492)).toBe(true);
  });
});
