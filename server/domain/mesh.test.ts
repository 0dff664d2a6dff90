import { describe, expect, it } from "vitest";
import { buildMesh, type Mesh, nodeState } from "./mesh.ts";
import type { Node } from "./node.ts";
import { factsOf, healthyNodes, NOW, withFact } from "./testing/mesh-nodes.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };

/** Three PDCs, a node without a PDC name, a node never read and a quarantined one; every state of a link occurs. */
function smallCloud(): Node[] {
  const nodes = healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
    { number: 3, pdcName: "prg-1", place: 2 },
    { number: 4, pdcName: "prg-1", place: 2 },
    { number: 5, pdcName: "vie-1", place: 3, ageSeconds: 4000 },
    { number: 6, pdcName: "", place: 4 },
    { number: 7, pdcName: "vie-1", place: 3 },
  ]);
  return nodes.map((node) => {
    if (node.hostname === "cn4") return withRuleMtu(node, 1400);
    if (node.hostname === "cn3") return withSilence(node, "8.8.1.2");
    if (node.hostname === "cn2") return withSilence(node, "8.8.2.3");
    if (node.hostname === "cn7") return { ...node, facts: null, lastRefresh: null };
    return node;
  });
}

function withRuleMtu(node: Node, mtuBytes: number): Node {
  return withFact(
    node,
    "overlays",
    (factsOf(node).overlays?.value ?? []).map((overlay) => ({ ...overlay, mtuBytes })),
  );
}

function withSilence(node: Node, targetAddress: string): Node {
  const probes = factsOf(node).probes?.value ?? [];
  return withFact(
    node,
    "probes",
    probes.map((probe) => (probe.targetAddress === targetAddress ? { ...probe, isAnswered: false } : probe)),
  );
}

/** The mesh as a person would tell it. */
function told({ pdcs, nodes, links, pdcLinks }: Mesh): string[] {
  const hostnameById = new Map(nodes.map(({ id, hostname }) => [id, hostname]));
  return [
    ...pdcs.map(
      ({ id, label, nodeIds, worstNodeState, innerLinks }) =>
        `pdc ${id} ${label}: ${nodeIds.map((nodeId) => hostnameById.get(nodeId)).join(" ")}, ${worstNodeState}; ` +
        `inner links ${innerLinks.linkCount}, ${innerLinks.worstState}, MTU ${innerLinks.effectiveMtuBytesMin}`,
    ),
    ...nodes.map(({ hostname, state, stateSentence }) => `node ${hostname}: ${state}. ${stateSentence}`),
    ...links.map(
      ({ kind, nodeIds, state, effectiveMtuBytes, stateSentence }) =>
        `${kind} ${nodeIds.map((nodeId) => hostnameById.get(nodeId)).join("–")}: ${state}, MTU ${effectiveMtuBytes}. ${stateSentence}`,
    ),
    ...pdcLinks.map(
      ({ pdcLabels, linkCount, worstState, countByState, effectiveMtuBytesMin }) =>
        `pdcLink ${pdcLabels.join("–")}: ${linkCount}, worst ${worstState}, up ${countByState.up}, MTU ${effectiveMtuBytesMin}`,
    ),
  ];
}

describe("buildMesh", () => {
  it("tells a small cloud as it is", async () => {
    const [quarantined] = healthyNodes([{ number: 8, pdcName: "bru-1", place: 1 }]);
    const nodes = [...smallCloud(), ...(quarantined ? [{ ...quarantined, isConfirmed: false }] : [])];
    const mesh = buildMesh(nodes, SETTINGS);
    await expect(`${told(mesh).join("\n")}\n`).toMatchFileSnapshot("./testing/small-mesh.golden.txt");
    const states = new Set(mesh.links.map(({ state }) => state));
    expect([...states].toSorted()).toEqual(["degraded", "down", "stale", "unknown", "up"]);
  });

  it("does not depend on the order of nodes", () => {
    expect(buildMesh(smallCloud().toReversed(), SETTINGS)).toEqual(buildMesh(smallCloud(), SETTINGS));
  });

  it("counts every link once: inside one PDC or between two", () => {
    const { links, pdcs, pdcLinks } = buildMesh(smallCloud(), SETTINGS);
    const counted = [...pdcs.map(({ innerLinks }) => innerLinks), ...pdcLinks].flatMap(
      ({ linkIds }) => linkIds,
    );
    expect(counted.toSorted()).toEqual(links.map(({ id }) => id).toSorted());
    expect(links).toHaveLength(21);
  });

  it("gives a quarantined node no links and believes nothing it says", () => {
    const nodes = smallCloud().map((node) =>
      node.hostname === "cn1" ? { ...node, isConfirmed: false } : node,
    );
    const mesh = buildMesh(nodes, SETTINGS);
    expect(mesh.links).toHaveLength(15);
    expect(mesh.nodes.find(({ hostname }) => hostname === "cn1")).toMatchObject({
      state: "unknown",
      adminAddress: null,
      pdcId: "unread",
    });
  });

  it("keeps a PDC that is called like a gathering of nameless nodes apart from them", () => {
    const nodes = healthyNodes([
      { number: 1, pdcName: "no-name", place: 1 },
      { number: 2, pdcName: "", place: 1 },
      { number: 3, pdcName: "(no name)", place: 1 },
    ]);
    expect(buildMesh(nodes, SETTINGS).pdcs).toHaveLength(3);
  });

  it("is empty for an empty cloud", () => {
    expect(buildMesh([], SETTINGS)).toEqual({ builtAt: NOW, pdcs: [], nodes: [], links: [], pdcLinks: [] });
  });
});

describe("a node's state", () => {
  const failed = (cause: "unreachable" | "time-out") => ({
    outcome: "failed" as const,
    finishedAt: NOW,
    cause,
    detail: "",
  });

  it.each([
    { what: "fresh facts", change: {}, ageSeconds: 900, state: "up" },
    { what: "old facts", change: {}, ageSeconds: 901, state: "stale" },
    {
      what: "an unreachable node",
      change: { lastRefresh: failed("unreachable") },
      ageSeconds: 1,
      state: "down",
    },
    {
      what: "another failure",
      change: { lastRefresh: failed("time-out") },
      ageSeconds: 1,
      state: "degraded",
    },
    {
      what: "another failure, old facts",
      change: { lastRefresh: failed("time-out") },
      ageSeconds: 901,
      state: "stale",
    },
    { what: "no refresh yet", change: { lastRefresh: null, facts: null }, ageSeconds: 1, state: "unknown" },
    { what: "a host key nobody confirmed", change: { isConfirmed: false }, ageSeconds: 1, state: "unknown" },
  ])("$what: $state", ({ change, ageSeconds, state }) => {
    const [node] = healthyNodes([{ number: 1, pdcName: "bru-1", place: 1, ageSeconds }]);
    expect(node && nodeState({ ...node, ...change }, SETTINGS, NOW)).toBe(state);
  });

  it("is degraded while warnings are open", () => {
    const nodes = healthyNodes([{ number: 1, pdcName: "bru-1", place: 1 }]);
    const nodeIdsInTrouble = new Set(nodes.map(({ id }) => id));
    expect(buildMesh(nodes, { ...SETTINGS, nodeIdsInTrouble }).nodes).toMatchObject([{ state: "degraded" }]);
  });
});
