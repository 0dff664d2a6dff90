import { linkLabel, type MeshScene, pdcLinkLabel } from "./mesh-data.ts";

const TOLD_MAX = 4;

/** What became different, for people who hear the page; empty: nothing that is told. */
export function changesBetween(before: MeshScene, after: MeshScene): string {
  const pdcs = after.overview.pdcs.flatMap((pdc) => {
    const earlier = before.pdcById.get(pdc.id);
    if (!earlier) return [`PDC ${pdc.label} joined the mesh`];
    const isUp = pdc.nodeCountByState.up;
    if (isUp === earlier.nodeCountByState.up && pdc.nodeCount === earlier.nodeCount) return [];
    return [`${pdc.label} has ${isUp} of ${pdc.nodeCount} nodes up`];
  });
  const gone = before.overview.pdcs
    .filter(({ id }) => !after.pdcById.has(id))
    .map(({ label }) => `PDC ${label} left the mesh`);
  const nodes = [...after.nodeById.values()].flatMap((node) => {
    const earlier = before.nodeById.get(node.id);
    return earlier && earlier.state !== node.state ? [`${node.hostname} is now ${node.state}`] : [];
  });
  const pdcLinks = after.overview.pdcLinks.listed.flatMap((pdcLink) => {
    const earlier = before.pdcLinkById.get(pdcLink.id);
    return earlier && earlier.worstState !== pdcLink.worstState
      ? [`${pdcLinkLabel(pdcLink)} is now ${pdcLink.worstState} at worst`]
      : [];
  });
  const links = [...after.linkById.values()].flatMap((link) => {
    const earlier = before.linkById.get(link.id);
    return earlier && earlier.state !== link.state
      ? [`the link ${linkLabel(link)} is now ${link.state}`]
      : [];
  });
  const all = [...nodes, ...pdcs, ...gone, ...pdcLinks, ...links];
  if (all.length === 0) return "";
  const more = all.length > TOLD_MAX ? `; and ${all.length - TOLD_MAX} more changes` : "";
  return `Changed: ${all.slice(0, TOLD_MAX).join("; ")}${more}.`;
}
