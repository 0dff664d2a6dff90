import type { ElementDefinition } from "cytoscape";
import { linkLabel, linksIn, type MeshIndex, nodesOf, pdcLinkLabel, pdcsInOrder } from "./mesh-data.ts";
import { type MeshMode, summaryText, worstCategory } from "./mesh-mode.ts";

/** One visible thing of the picture in words, in the order in which arrows go through them. */
export type OutlineItem = { select: string; text: string };

/** Everything that can be selected in the picture, and nothing that is not drawn. */
export function outlineOf(
  index: MeshIndex,
  elements: readonly ElementDefinition[],
  mode: MeshMode,
): OutlineItem[] {
  const drawn = new Set(elements.map(({ data }): unknown => data["select"]));
  const places = pdcsInOrder(index).flatMap((pdc) => [
    {
      select: `pdc/${pdc.id}`,
      text: `PDC ${pdc.label}, ${pdc.nodeIds.length} nodes, worst ${pdc.worstNodeState ?? "unknown"}`,
    },
    ...nodesOf(pdc, index).map((node) => ({
      select: `node/${node.id}`,
      text: `Node ${node.hostname} in ${pdc.label}, ${node.state}`,
    })),
  ]);
  const pdcLinks = index.mesh.pdcLinks.map((pdcLink) => {
    const links = linksIn(pdcLink.linkIds, index);
    const word = worstCategory(links, mode)?.word.toLowerCase() ?? "unknown";
    return {
      select: `pdc-link/${pdcLink.id}`,
      text: `Between ${pdcLinkLabel(pdcLink)}, worst ${word}, ${summaryText(links, mode)}`,
    };
  });
  const links = index.mesh.links.map((link) => ({
    select: `link/${link.id}`,
    text: `Link ${linkLabel(link, index)}, ${worstCategory([link], mode)?.word.toLowerCase() ?? "unknown"}`,
  }));
  return [...places, ...pdcLinks, ...links].filter(({ select }) => drawn.has(select));
}

/** The item after a key was pressed; null: the key means nothing here. */
export function movedCursor(
  items: readonly OutlineItem[],
  cursor: string | null,
  key: string,
): string | null {
  const at = items.findIndex(({ select }) => select === cursor);
  const last = items.length - 1;
  const next = {
    ArrowDown: Math.min(at + 1, last),
    ArrowRight: Math.min(at + 1, last),
    ArrowUp: Math.max(at - 1, 0),
    ArrowLeft: Math.max(at - 1, 0),
    Home: 0,
    End: last,
  }[key];
  return next === undefined ? null : (items[next]?.select ?? null);
}
