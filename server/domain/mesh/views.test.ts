import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HEALTH_STATES } from "../health.ts";
import type { Node } from "../node.ts";
import { anyHealthyCloud, anyNodeChange } from "../testing/any-cloud.ts";
import { healthyNodes, NOW, RULE, withFact } from "../testing/mesh-nodes.ts";
import { findInMesh } from "./find-in-mesh.ts";
import { badShareOf, type LinkSums } from "./link-sums.ts";
import { matrixCell } from "./matrix.ts";
import { MeshModel } from "./model/mesh-model.ts";
import { nodeViewOf } from "./node-view.ts";
import { overviewOf } from "./overview.ts";
import { pdcLinkViewOf } from "./pdc-link-view.ts";
import { linksViewOf } from "./links-view.ts";
import { pdcViewOf } from "./pdc-view.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };
const QUERY = { overlayRuleName: null, warningCountByNodeId: new Map<string, number>() };
const ALL = { cursor: 0, limit: 1000 };

const anyModel = fc
  .tuple(anyHealthyCloud, fc.array(fc.tuple(fc.nat(7), anyNodeChange), { maxLength: 8 }))
  .map(([healthy, changes]) => {
    const nodes = [...healthy];
    for (const [position, change] of changes) {
      const node = nodes[position];
      if (node) nodes[position] = change(node, nodes);
    }
    return MeshModel.of(nodes, SETTINGS);
  });

function total(all: readonly LinkSums[]): Pick<LinkSums, "linkCount" | "badCount" | "countByState"> {
  const sum = (pick: (sums: LinkSums) => number) => all.reduce((soFar, sums) => soFar + pick(sums), 0);
  return {
    linkCount: sum(({ linkCount }) => linkCount),
    badCount: sum(({ badCount }) => badCount),
    countByState: {
      down: sum(({ countByState }) => countByState.down),
      degraded: sum(({ countByState }) => countByState.degraded),
      stale: sum(({ countByState }) => countByState.stale),
      unknown: sum(({ countByState }) => countByState.unknown),
      up: sum(({ countByState }) => countByState.up),
    },
  };
}

describe("the levels of the mesh", () => {
  it("tell the same numbers, rule by rule and altogether", () => {
    fc.assert(
      fc.property(anyModel, fc.constantFrom(null, RULE, "extra"), (model, overlayRuleName) => {
        const query = { ...QUERY, overlayRuleName };
        const overview = overviewOf(model, query);
        const { pdcs, pdcLinks, links, matrix } = overview;
        expect(links).toMatchObject(total([...pdcs.map(({ innerLinks }) => innerLinks), ...pdcLinks.listed]));
        for (const pdc of pdcs) {
          const view = pdcViewOf(model, pdc.id, query, ALL);
          expect(view?.pdc).toEqual(pdc);
          expect(view?.links.length).toBe(
            pdc.innerLinks.linkCount <= 15
              ? pdc.innerLinks.linkCount
              : pdc.innerLinks.linkCount - pdc.innerLinks.countByState.up,
          );
          const ofNodes = total((view?.nodes ?? []).map(({ innerLinks }) => innerLinks));
          expect(ofNodes.linkCount).toBe(2 * pdc.innerLinks.linkCount);
          for (const { id, innerLinks, outerLinks } of view?.nodes ?? []) {
            const node = nodeViewOf(model, id, query, ALL);
            expect(node?.links).toMatchObject(total([innerLinks, outerLinks]));
            expect(node?.rows).toHaveLength(node?.totalCount ?? -1);
          }
          expect(matrixCell(matrix, pdc.id, pdc.id)?.badShare).toBe(pdc.innerLinks.badShare);
        }
        const hidden = { states: [], paths: [], mtus: [] };
        const every = linksViewOf(model, { kind: "mesh" }, { ...query, hidden }, ALL);
        expect(every).toMatchObject({ totalCount: links.linkCount, nextCursor: null });
        expect(new Set(every?.links.map(({ id }) => id)).size).toBe(links.linkCount);
        const ranks = (every?.links ?? []).map(({ state }) => HEALTH_STATES.indexOf(state));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        const fragmenting = linksViewOf(
          model,
          { kind: "mesh" },
          { ...query, hidden: { ...hidden, mtus: ["unknown", "fits"] } },
          ALL,
        );
        expect(fragmenting?.totalCount).toBe(links.fragmentingCount);
        for (const listed of pdcLinks.listed) {
          const filter = { state: null, cause: null };
          const view = pdcLinkViewOf(model, listed.pdcIds, { ...query, ...filter }, ALL);
          expect(view?.pdcLink).toEqual(listed);
          expect(view?.links).toHaveLength(listed.linkCount);
          expect(view?.groups.reduce((sum, { linkCount }) => sum + linkCount, 0)).toBe(listed.linkCount);
          expect(view?.links[0]?.state ?? null).toBe(listed.worstState);
          const cell = matrixCell(matrix, ...listed.pdcIds);
          expect(cell?.effectiveMtuBytesMin).toBe(listed.effectiveMtuBytesMin);
          expect(cell?.state === "idle" ? "unknown" : cell?.state).toBe(listed.worstState);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("list what linkBetween says, worst first", () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        for (const { id } of model.memberById.values()) {
          for (const { nodeIds, ...row } of nodeViewOf(model, id, QUERY, ALL)?.rows ?? []) {
            const [a, b] = nodeIds.map((nodeId) => model.memberById.get(nodeId));
            const link = a && b && model.link(a, b);
            expect(link).toMatchObject({
              state: row.state,
              causes: row.causes,
              effectiveMtuBytes: row.effectiveMtuBytes,
              stateSentence: row.stateSentence,
            });
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** `pdcCount` PDCs of `nodeCount` nodes each, healthy. */
function cloudOf(pdcCount: number, nodeCount: number): Node[] {
  const drafts = Array.from({ length: pdcCount }, (_, pdc) =>
    Array.from({ length: nodeCount }, (_unused, node) => ({
      number: pdc * nodeCount + node + 1,
      pdcName: `pdc-${pdc + 1}`,
      place: pdc + 1,
    })),
  );
  return healthyNodes(drafts.flat());
}

describe("overviewOf", () => {
  it("lists every pdcLink of a small cloud, and of a large one those that are not healthy, at most 150", () => {
    const small = overviewOf(MeshModel.of(cloudOf(12, 1), SETTINGS), QUERY).pdcLinks;
    expect(small).toMatchObject({ totalCount: 66, healthyCount: 66, moreCount: 0 });
    expect(small.listed).toHaveLength(66);
    const large = overviewOf(MeshModel.of(cloudOf(13, 1), SETTINGS), QUERY).pdcLinks;
    expect(large).toMatchObject({ totalCount: 78, healthyCount: 78, moreCount: 0, listed: [] });
    const unread = cloudOf(20, 1).map((node) => withFact(node, "probes", []));
    const idle = overviewOf(MeshModel.of(unread, SETTINGS), QUERY).pdcLinks;
    expect(idle).toMatchObject({ totalCount: 190, healthyCount: 0, moreCount: 40 });
    expect(idle.listed).toHaveLength(150);
  });

  const silentTo = (node: Node, isSilent: (address: string) => boolean): Node =>
    withFact(
      node,
      "probes",
      (node.facts?.probes?.value ?? []).map((probe) =>
        isSilent(probe.targetAddress) ? { ...probe, isAnswered: false } : probe,
      ),
    );

  it("lays links at the door of a node that nobody reaches", () => {
    const nodes = cloudOf(3, 3).map((node) =>
      node.hostname === "cn1"
        ? silentTo(node, () => true)
        : silentTo(node, (address) => address === "8.8.1.1" || address === "10.1.0.1"),
    );
    const { links, pdcLinks } = overviewOf(MeshModel.of(nodes, SETTINGS), QUERY);
    expect(links.attribution).toMatchObject({ kind: "node", linkCount: 8, nodes: [{ hostname: "cn1" }] });
    const bad = pdcLinks.listed.filter(({ badCount }) => badCount > 0);
    expect(bad.map(({ attribution }) => attribution?.kind)).toEqual(["node", "node"]);
  });

  it("lays links at the door of a PDC that no other reaches, whatever its nodes look like from outside", () => {
    const isLost = (node: Node) => node.facts?.identity?.value.pdcName === "pdc-1";
    const nodes = cloudOf(4, 3).map((node) =>
      silentTo(node, (address) => (isLost(node) ? address.startsWith("8.8.") : address.startsWith("8.8.1."))),
    );
    const { links, pdcLinks, pdcs } = overviewOf(MeshModel.of(nodes, SETTINGS), QUERY);
    const lost = { kind: "pdc", pdcCount: 1, pdcs: [{ id: "pdc:pdc-1", label: "pdc-1" }] };
    expect(links).toMatchObject({ badCount: 27, attribution: { ...lost, linkCount: 27 } });
    const bad = pdcLinks.listed.filter(({ badCount }) => badCount > 0);
    expect(bad.map(({ attribution }) => attribution)).toEqual(bad.map(() => ({ ...lost, linkCount: 9 })));
    expect(pdcs[0]?.innerLinks.badCount).toBe(0);
  });

  it("calls no PDC cut off that one other still reaches, or of which one node only is silent", () => {
    const isNear = (address: string) => address.startsWith("8.8.2.");
    const nodes = cloudOf(4, 3).map((node) => {
      const name = node.facts?.identity?.value.pdcName;
      if (name === "pdc-1")
        return silentTo(node, (address) => address.startsWith("8.8.") && !isNear(address));
      return name === "pdc-2" ? node : silentTo(node, (address) => address.startsWith("8.8.1."));
    });
    const { links } = overviewOf(MeshModel.of(nodes, SETTINGS), QUERY);
    expect(links.attribution?.kind).not.toBe("pdc");
    const single = cloudOf(4, 1).map((node) =>
      silentTo(node, (address) => node.hostname === "cn1" || address.startsWith("8.8.1.")),
    );
    const ofNode = overviewOf(MeshModel.of(single, SETTINGS), QUERY).links;
    expect(ofNode.attribution?.kind).toBe("node");
  });

  it("lays links at the door of the path when all between two PDCs are bad and their nodes are not", () => {
    const nodes = cloudOf(4, 3).map((node) => {
      const place = Number(node.facts?.identity?.value.pdcName.slice(4));
      if (place > 2) return node;
      return silentTo(node, (address) => address.startsWith(`8.8.${3 - place}.`));
    });
    const { links } = overviewOf(MeshModel.of(nodes, SETTINGS), QUERY);
    expect(links).toMatchObject({ badCount: 9, attribution: { kind: "pair", linkCount: 9 } });
  });

  it.each([
    [0, 0, "none"],
    [1, 1000, "few"],
    [1, 100, "some"],
    [1, 10, "many"],
    [1, 2, "most"],
  ])("%d bad of %d is “%s”", (badCount, linkCount, share) => {
    expect(badShareOf(badCount, linkCount)).toBe(share);
  });
});

describe("findInMesh", () => {
  const model = MeshModel.of(cloudOf(3, 4), SETTINGS);

  it.each(["cn1 cn12", "CN12 – cn1", "cn1, cn12"])("finds the link of two nodes by “%s”", (text) => {
    expect(findInMesh(model, text, 10).links[0]).toMatchObject({ label: "cn1 – cn12", state: "up" });
  });

  it("finds nodes by name and by address, PDCs by name, exact ones first", () => {
    expect(findInMesh(model, "cn1", 2).nodes.map(({ hostname }) => hostname)).toEqual(["cn1", "cn10"]);
    expect(findInMesh(model, "cn1", 2).moreCount).toBe(2);
    expect(findInMesh(model, "8.8.2.5", 10).nodes).toMatchObject([{ hostname: "cn5", matched: "8.8.2.5" }]);
    expect(findInMesh(model, "PDC-2", 10).pdcs).toEqual([{ id: "pdc:pdc-2", label: "pdc-2" }]);
    expect(findInMesh(model, "  ", 10)).toEqual({ pdcs: [], nodes: [], links: [], moreCount: 0 });
  });
});
