import { buildMesh } from "#server/domain/mesh.ts";
import { linkRowOf } from "#server/domain/mesh/link-row.ts";
import type { Node } from "#server/domain/node.ts";
import { factsOf, healthyNodes, NOW, withFact } from "#server/domain/testing/mesh-nodes.ts";
import { indexMesh, type MeshIndex } from "../mesh-data.ts";

const SETTINGS = { now: NOW, staleAfterSeconds: 900 };

export function indexOf(nodes: readonly Node[]): MeshIndex {
  const mesh = buildMesh(nodes, SETTINGS);
  return indexMesh({ ...mesh, links: mesh.links.map(linkRowOf), declaredPaths: [] });
}

/** Two healthy nodes in one PDC, one in another whose frames are too large, and one that was never read. */
export function smallMesh(): MeshIndex {
  const nodes = healthyNodes([
    { number: 1, pdcName: "bru-1", place: 1 },
    { number: 2, pdcName: "bru-1", place: 1 },
    { number: 3, pdcName: "prg-1", place: 2 },
    { number: 4, pdcName: "vie-1", place: 3 },
  ]);
  return indexOf(
    nodes.map((node) => {
      if (node.hostname === "cn3") return withLargeFrames(node);
      if (node.hostname === "cn4") return { ...node, facts: null, lastRefresh: null };
      return node;
    }),
  );
}

/** As many PDCs of two healthy nodes each. */
export function meshOf(pdcCount: number): MeshIndex {
  const drafts = Array.from({ length: pdcCount * 2 }, (_, position) => ({
    number: position + 1,
    pdcName: `pdc-${String(Math.floor(position / 2)).padStart(2, "0")}`,
    place: Math.floor(position / 2) + 1,
  }));
  return indexOf(healthyNodes(drafts));
}

function withLargeFrames(node: Node): Node {
  const overlays = factsOf(node).overlays?.value ?? [];
  return withFact(
    node,
    "overlays",
    overlays.map((overlay) => ({ ...overlay, mtuBytes: 1400 })),
  );
}
