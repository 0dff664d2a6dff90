import type { ElementDefinition } from "cytoscape";
import {
  linkLabel,
  linksIn,
  type MeshIndex,
  type MeshLink,
  type MeshNode,
  type MeshPdc,
  type MeshPdcLink,
  nodesOf,
  pdcsInOrder,
} from "./mesh-data.ts";
import { type Box, BOX_HEADER, chipPoint, layOutMesh, type MeshLayout, type Point } from "./mesh-layout.ts";
import { categoryKeyOf, CATEGORIES, isGood, type MeshMode, summaryText, worstCategory } from "./mesh-mode.ts";
import type { Selected } from "./mesh-selection.ts";

export type MeshView = {
  mode: MeshMode;
  selected: Selected | null;
  /** Keys of the mode's categories that are filtered out. */
  hidden: ReadonlySet<string>;
  /** Lower case; "" finds everything. */
  find: string;
  /** Boxes that were moved by hand or drawn before. */
  kept: ReadonlyMap<string, Point>;
};

export type MeshPicture = {
  elements: ElementDefinition[];
  layout: MeshLayout;
  /** PDC pairs that are not drawn because there are too many. */
  undrawnPdcLinkCount: number;
};

/** With more PDCs their nodes are not drawn: only what is not healthy, and what belongs to the selection. */
export const OPEN_PDCS_MAX = 12;
const PDC_LINKS_DRAWN_MAX = 150;
const INNER_LINKS_DRAWN_MAX = 15;
const CHIP = { characterWidth: 6.6, padding: 32, height: 24 };

/** Pure, so the graph is tested without a canvas. Colors live in mesh-style.ts, keyed by class. */
export function toMeshPicture(index: MeshIndex, view: MeshView): MeshPicture {
  const pdcs = pdcsInOrder(index);
  const isSmall = pdcs.length <= OPEN_PDCS_MAX;
  const layout = layOutMesh(
    pdcs.map((pdc) => ({
      id: pdc.id,
      nodeIds: nodesOf(pdc, index).map(({ id }) => id),
      isNamed: pdc.kind === "named",
      isOpen: isSmall,
    })),
    view.kept,
  );
  const related = relatedIds(index, view.selected);
  const emphasis = emphasisOf(view, related);
  const pdcLinks = drawnPdcLinks(index, view, isSmall);
  const elements = [
    ...pdcs.flatMap((pdc) => pdcElements(pdc, layout, emphasis, index)),
    ...pdcs.flatMap((pdc) => nodesOf(pdc, index)).flatMap((node) => nodeElement(node, layout, emphasis)),
    ...pdcLinkElements(pdcLinks.drawn, layout, view, emphasis, index),
    ...drawnLinks(index, view, layout).map((link) => linkElement(link, index, view, emphasis)),
  ];
  return { elements, layout, undrawnPdcLinkCount: pdcLinks.undrawnCount };
}

type Emphasis = (kind: "pdc" | "node" | "link" | "pdc-link", id: string, texts?: readonly string[]) => string;

/** Everything that belongs to what is selected; null: nothing is selected. */
function relatedIds(index: MeshIndex, selected: Selected | null): ReadonlySet<string> | null {
  if (!selected) return null;
  const { mesh, linksByNodeId, nodeById } = index;
  const pdcIdOf = (nodeId: string) => nodeById.get(nodeId)?.pdcId ?? "";
  const ofLinks = (links: readonly MeshLink[]) =>
    links.flatMap(({ id, nodeIds }) => [id, ...nodeIds, ...nodeIds.map(pdcIdOf)]);
  if (selected.kind === "node") {
    const { id, pdcId } = selected.node;
    return new Set([id, pdcId, ...ofLinks(linksByNodeId.get(id) ?? [])]);
  }
  if (selected.kind === "link") return new Set(ofLinks([selected.link]));
  if (selected.kind === "pdc-link") {
    const { id, pdcIds, linkIds } = selected.pdcLink;
    return new Set([id, ...pdcIds, ...ofLinks(linksIn(linkIds, index))]);
  }
  const { pdc } = selected;
  const own = mesh.pdcLinks.filter(({ pdcIds }) => pdcIds.includes(pdc.id));
  return new Set([
    pdc.id,
    ...pdc.nodeIds,
    ...pdc.innerLinks.linkIds,
    ...own.flatMap(({ id, pdcIds }) => [id, ...pdcIds]),
  ]);
}

function emphasisOf({ selected, find }: MeshView, related: ReadonlySet<string> | null): Emphasis {
  const selectedId = selected && idOf(selected);
  return (kind, id, texts = []) => {
    const isFound = find === "" || texts.some((text) => text.toLowerCase().includes(find));
    const isDim = find !== "" ? !isFound : related !== null && !related.has(id);
    return [
      id === selectedId && selected?.kind === kind && "selected",
      isDim && "dim",
      find !== "" && isFound && "found",
    ]
      .filter(Boolean)
      .join(" ");
  };
}

export function idOf(selected: Selected): string {
  if (selected.kind === "pdc") return selected.pdc.id;
  if (selected.kind === "node") return selected.node.id;
  return selected.kind === "link" ? selected.link.id : selected.pdcLink.id;
}

function pdcElements(
  pdc: MeshPdc,
  layout: MeshLayout,
  emphasis: Emphasis,
  index: MeshIndex,
): ElementDefinition[] {
  const box = layout.boxByPdcId.get(pdc.id);
  if (!box) return [];
  const texts = [pdc.label, ...nodesOf(pdc, index).flatMap(textsOfNode)];
  const extra = emphasis("pdc", pdc.id, texts);
  const nodeCount = pdc.nodeIds.length;
  const top = box.y - box.height / 2 + BOX_HEADER / 2;
  const words = nodeCount === 1 ? "1 node" : `${nodeCount} nodes`;
  return [
    {
      group: "nodes",
      data: { id: pdc.id, select: `pdc/${pdc.id}`, width: box.width, height: box.height },
      position: { x: box.x, y: box.y },
      classes: `pdc pdc-${pdc.kind} ${extra}`,
    },
    {
      group: "nodes",
      data: { id: `title ${pdc.id}`, pdcId: pdc.id, label: pdc.label, labelWidth: box.width - 90 },
      position: { x: box.x - box.width / 2 + 16, y: top },
      classes: `pdc-title ${extra}`,
    },
    {
      group: "nodes",
      data: { id: `count ${pdc.id}`, pdcId: pdc.id, label: words },
      position: { x: box.x + box.width / 2 - 16, y: top },
      classes: `pdc-count ${extra}`,
    },
  ];
}

function textsOfNode({ hostname, adminAddress, externalAddress }: MeshNode): string[] {
  return [hostname, adminAddress ?? "", externalAddress ?? ""].filter((text) => text !== "");
}

function nodeElement(node: MeshNode, layout: MeshLayout, emphasis: Emphasis): ElementDefinition[] {
  const point = layout.pointByNodeId.get(node.id);
  if (!point) return [];
  const { id, hostname, pdcId, state } = node;
  return [
    {
      group: "nodes",
      data: { id, pdcId, select: `node/${id}`, label: hostname },
      position: point,
      classes: `node look-${state} ${emphasis("node", id, textsOfNode(node))}`,
    },
  ];
}

function isLoose(pdcLink: MeshPdcLink, { pdcById }: MeshIndex): boolean {
  return pdcLink.pdcIds.some((id) => pdcById.get(id)?.kind !== "named");
}

function belongsTo({ id, pdcIds }: MeshPdcLink, selected: Selected | null): boolean {
  if (selected?.kind === "pdc-link") return selected.pdcLink.id === id;
  return selected?.kind === "pdc" && pdcIds.includes(selected.pdc.id);
}

/** Lines to nodes whose PDC nobody knows say nothing of their own: they are drawn when asked for. */
function drawnPdcLinks(
  index: MeshIndex,
  { mode, hidden, selected }: MeshView,
  isSmall: boolean,
): { drawn: MeshPdcLink[]; undrawnCount: number } {
  const visible = index.mesh.pdcLinks.filter((pdcLink) => {
    if (belongsTo(pdcLink, selected)) return true;
    const links = linksIn(pdcLink.linkIds, index);
    if (isLoose(pdcLink, index) || links.every((link) => hidden.has(categoryKeyOf(link, mode)))) return false;
    return isSmall || links.some((link) => !isGood(link, mode));
  });
  const rank = (pdcLink: MeshPdcLink) => {
    if (belongsTo(pdcLink, selected)) return -1;
    const worst = worstCategory(linksIn(pdcLink.linkIds, index), mode);
    return CATEGORIES[mode].findIndex(({ key }) => key === worst?.key);
  };
  const drawn = visible.toSorted((a, b) => rank(a) - rank(b)).slice(0, PDC_LINKS_DRAWN_MAX);
  return {
    drawn: drawn.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    undrawnCount: visible.length - drawn.length,
  };
}

function pdcLinkElements(
  pdcLinks: readonly MeshPdcLink[],
  layout: MeshLayout,
  { mode, hidden, selected }: MeshView,
  emphasis: Emphasis,
  index: MeshIndex,
): ElementDefinition[] {
  const taken: Box[] = [...layout.boxByPdcId.values()];
  const showsNodeLinks =
    selected?.kind === "node" || selected?.kind === "link" || selected?.kind === "pdc-link";
  return pdcLinks.flatMap((pdcLink): ElementDefinition[] => {
    const { id, pdcIds, pdcLabels, linkIds } = pdcLink;
    const [from, to] = pdcIds.map((pdcId) => layout.boxByPdcId.get(pdcId));
    const links = linksIn(linkIds, index);
    const worst = worstCategory(
      links.filter((link) => !hidden.has(categoryKeyOf(link, mode))),
      mode,
    );
    if (!from || !to || !worst) return [];
    const extra = emphasis("pdc-link", id, pdcLabels);
    const isQuiet = showsNodeLinks && !(selected?.kind === "pdc-link" && selected.pdcLink.id === id);
    const classes = `pdc-link look-${worst.look} ${extra} ${isQuiet ? "quiet" : ""}`;
    const select = `pdc-link/${id}`;
    const line: ElementDefinition = {
      group: "edges",
      data: { id, select, source: pdcIds[0], target: pdcIds[1] },
      classes: `${classes} ${selected?.kind === "pdc-link" && selected.pdcLink.id === id ? "unfolded" : ""}`,
    };
    const label = summaryText(links, mode);
    const size = {
      width: Math.round(label.length * CHIP.characterWidth + CHIP.padding),
      height: CHIP.height,
    };
    const point = chipPoint(from, to, size, taken);
    taken.push({ ...point, ...size });
    return [
      line,
      {
        group: "nodes",
        data: { id: `chip ${id}`, select, label, ...size },
        position: point,
        classes: `chip look-${worst.look} ${extra} ${isQuiet ? "quiet" : ""}`,
      },
    ];
  });
}

/** Inside a PDC while they are few; of a selection all. */
function drawnLinks(index: MeshIndex, { selected, mode, hidden }: MeshView, layout: MeshLayout): MeshLink[] {
  const inner = index.mesh.pdcs
    .filter(({ innerLinks }) => innerLinks.linkCount <= INNER_LINKS_DRAWN_MAX)
    .flatMap(({ innerLinks }) => innerLinks.linkIds);
  const chosen =
    selected?.kind === "node"
      ? (index.linksByNodeId.get(selected.node.id) ?? []).map(({ id }) => id)
      : selected?.kind === "link"
        ? [selected.link.id]
        : selected?.kind === "pdc-link"
          ? selected.pdcLink.linkIds
          : selected?.kind === "pdc"
            ? selected.pdc.innerLinks.linkIds
            : [];
  const selectedLinkId = selected?.kind === "link" ? selected.link.id : null;
  return linksIn([...new Set([...inner, ...chosen])], index)
    .filter((link) => link.id === selectedLinkId || !hidden.has(categoryKeyOf(link, mode)))
    .filter(({ nodeIds }) => nodeIds.every((id) => layout.pointByNodeId.has(id)))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function linkElement(
  link: MeshLink,
  index: MeshIndex,
  { mode }: MeshView,
  emphasis: Emphasis,
): ElementDefinition {
  const { id, nodeIds, kind } = link;
  const look = worstCategory([link], mode)?.look ?? "unknown";
  const [a, b] = nodeIds.map((nodeId) => index.nodeById.get(nodeId));
  const place = a?.pdcId === b?.pdcId ? "inner" : "outer";
  const texts = linkLabel(link, index).split(" – ");
  return {
    group: "edges",
    data: { id, select: `link/${id}`, source: nodeIds[0], target: nodeIds[1] },
    classes: `link ${place} ${kind} look-${look} ${emphasis("link", id, texts)}`,
  };
}
