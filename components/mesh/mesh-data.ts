import type { RouterOutputs } from "../trpc/trpc.ts";

export type MeshData = RouterOutputs["mesh"]["get"];
export type MeshLink = MeshData["links"][number];
export type MeshPdc = MeshData["pdcs"][number];
export type MeshPdcLink = MeshData["pdcLinks"][number];
export type MeshNode = MeshData["nodes"][number];
export type LinkDetail = RouterOutputs["mesh"]["link"];

/** The mesh with what pages look up again and again. */
export type MeshIndex = {
  mesh: MeshData;
  pdcById: ReadonlyMap<string, MeshPdc>;
  nodeById: ReadonlyMap<string, MeshNode>;
  linkById: ReadonlyMap<string, MeshLink>;
  pdcLinkById: ReadonlyMap<string, MeshPdcLink>;
  linksByNodeId: ReadonlyMap<string, readonly MeshLink[]>;
};

export function indexMesh(mesh: MeshData): MeshIndex {
  const byId = <T extends { id: string }>(items: readonly T[]) =>
    new Map(items.map((item) => [item.id, item]));
  const linksByNodeId = new Map<string, MeshLink[]>();
  for (const link of mesh.links) {
    for (const nodeId of link.nodeIds) {
      const links = linksByNodeId.get(nodeId);
      if (links) links.push(link);
      else linksByNodeId.set(nodeId, [link]);
    }
  }
  return {
    mesh,
    pdcById: byId(mesh.pdcs),
    nodeById: byId(mesh.nodes),
    linkById: byId(mesh.links),
    pdcLinkById: byId(mesh.pdcLinks),
    linksByNodeId,
  };
}

/** Both hostnames in alphabetical order. */
export function linkLabel({ nodeIds }: Pick<MeshLink, "nodeIds">, { nodeById }: MeshIndex): string {
  return nodeIds
    .map((id) => nodeById.get(id)?.hostname ?? "?")
    .toSorted()
    .join(" – ");
}

export function pdcLinkLabel({ pdcLabels }: Pick<MeshPdcLink, "pdcLabels">): string {
  return pdcLabels.join(" – ");
}

export function linksIn(ids: readonly string[], { linkById }: MeshIndex): MeshLink[] {
  return ids.flatMap((id) => linkById.get(id) ?? []);
}

/** By hostname, as everywhere. */
export function nodesOf({ nodeIds }: Pick<MeshPdc, "nodeIds">, { nodeById }: MeshIndex): MeshNode[] {
  return nodeIds
    .flatMap((id) => nodeById.get(id) ?? [])
    .toSorted((a, b) => a.hostname.localeCompare(b.hostname) || (a.id < b.id ? -1 : 1));
}

/** Named PDCs by name, then the gatherings of nodes without a name and of those never read. */
export function pdcsInOrder({ mesh }: MeshIndex): MeshPdc[] {
  const rank = ({ kind }: MeshPdc) => ["named", "no-name", "unread"].indexOf(kind);
  return mesh.pdcs.toSorted((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label));
}
