import { linkLabel, type MeshIndex } from "./mesh-data.ts";

const TOLD_MAX = 4;

/** What became different, for people who hear the page; empty: nothing that is told. */
export function changesBetween(before: MeshIndex, after: MeshIndex): string {
  const nodes = after.mesh.nodes.flatMap((node) => {
    const earlier = before.nodeById.get(node.id);
    if (!earlier) return [`${node.hostname} joined the mesh, ${node.state}`];
    return earlier.state === node.state ? [] : [`${node.hostname} is now ${node.state}`];
  });
  const gone = before.mesh.nodes
    .filter(({ id }) => !after.nodeById.has(id))
    .map(({ hostname }) => `${hostname} left the mesh`);
  const links = after.mesh.links.flatMap((link) => {
    const earlier = before.linkById.get(link.id);
    return !earlier || earlier.state === link.state
      ? []
      : [`the link ${linkLabel(link, after)} is now ${link.state}`];
  });
  const all = [...nodes, ...gone, ...links];
  if (all.length === 0) return "";
  const more = all.length > TOLD_MAX ? `; and ${all.length - TOLD_MAX} more changes` : "";
  return `Changed: ${all.slice(0, TOLD_MAX).join("; ")}${more}.`;
}
