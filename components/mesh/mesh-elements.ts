import type { ElementDefinition } from "cytoscape";
import { FULL_PDC_COUNT_MAX } from "#server/domain/mesh/overview-limits.ts";
import {
  linkLabel,
  type MeshLink,
  type MeshNode,
  type MeshPdc,
  type MeshPdcLink,
  type MeshScene,
  pdcIdsOf,
} from "./mesh-data.ts";
import type { Look } from "./mesh-glyph.ts";
import { isThin } from "./mesh-style.ts";
import { type Box, BOX_HEADER, chipPoint, type MeshLayout } from "./mesh-layout.ts";
import {
  badCountOf,
  type Category,
  categoryKeyOf,
  categoryOf,
  countByCategory,
  freshnessKeyOf,
  lookByShare,
  type MeshMode,
  summaryText,
  worstCategory,
} from "./mesh-mode.ts";

import { markElements } from "./mesh-marks.ts";
import { type ChangeBySelect, NO_CHANGES } from "./time/mesh-change-marks.ts";

export type MeshView = {
  mode: MeshMode;
  /** Keys of the mode's categories that are filtered out. */
  hidden: ReadonlySet<string>;
  /** Lower case; "" finds everything. */
  find: string;
  /** Of the two instants that are compared. */
  changes?: ChangeBySelect;
};

export type MeshPicture = {
  elements: ElementDefinition[];
  layout: MeshLayout;
  /** PDC pairs that need a look and are not drawn because there are too many. */
  undrawnPdcLinkCount: number;
  /** Changes between the compared instants of things that are not drawn, or no longer there. */
  undrawnChangeCount: number;
};

const TITLE = { size: 14, leastShare: 0.6, letterWidth: 0.66, padding: 60 };
/** A glyph, the name and a count below each other, from the middle of the box; larger where the box has room. */
const CLOSED = { glyph: 14, glyphShift: -12, titleShift: 2, countShift: 14, height: 42, border: 1.4 };
const CLOSED_ROOM = { min: 0.8, max: 1.5 };
const CHIP = { characterWidth: 6.6, padding: 32, height: 24 };

/** Pure, so the graph is tested without a canvas. Colors live in mesh-style.ts, keyed by class. */
export function toMeshPicture(scene: MeshScene, view: MeshView, layout: MeshLayout): MeshPicture {
  const emphasis = emphasisOf(scene, view);
  const context: Context = {
    scene,
    view,
    layout,
    emphasis,
    closedTitleSize: closedTitleSizeOf(scene, layout),
  };
  const { pdcs, pdcLinks } = scene.overview;
  const elements = [
    ...pdcs.flatMap((pdc) => pdcElements(pdc, context)),
    ...[...scene.nodeById.values()].flatMap((node) => nodeElement(node, context)),
    ...pdcLinkElements(context),
    ...linkElements(context),
  ];
  const marks = markElements(elements, view.changes ?? NO_CHANGES, scene.isSmall ? 1 : layout.titleScale);
  return {
    elements: [...elements, ...marks],
    layout,
    undrawnPdcLinkCount: pdcLinks.moreCount,
    undrawnChangeCount: (view.changes?.size ?? 0) - marks.length,
  };
}

type Emphasis = (kind: "pdc" | "node" | "link" | "pdc-link", id: string, texts?: readonly string[]) => string;
type Context = {
  scene: MeshScene;
  view: MeshView;
  layout: MeshLayout;
  emphasis: Emphasis;
  /** The same on all closed boxes. */
  closedTitleSize: number;
};

/** As large as the longest name fits, unless it is so long that it is cut off. */
function closedTitleSizeOf({ overview, openPdcIds, isSmall }: MeshScene, layout: MeshLayout): number {
  if (isSmall) return TITLE.size;
  const sizes = overview.pdcs.flatMap(({ id, label }) => {
    const box = layout.boxByPdcId.get(id);
    if (!box || openPdcIds.has(id)) return [];
    return [fittingSize(label, box.width, layout.titleScale * roomIn(box, layout.titleScale) * TITLE.size)];
  });
  return Math.min(...sizes);
}

/** Everything that belongs to what is selected; null: nothing is selected. */
function relatedIds({ selected, pdcLinkById, viewByPdcId }: MeshScene): ReadonlySet<string> | null {
  if (!selected) return null;
  const ofLinks = (links: readonly MeshLink[]) =>
    links.flatMap(({ id, nodeIds, ends }) => [id, ...nodeIds, ...ends.map(({ pdcId }) => pdcId)]);
  const pdcLinksOf = (pdcId: string) =>
    [...pdcLinkById.values()]
      .filter(({ pdcIds }) => pdcIds.includes(pdcId))
      .flatMap(({ id, pdcIds }) => [id, ...pdcIds]);
  switch (selected.kind) {
    case "pdc": {
      const view = viewByPdcId.get(selected.id) ?? selected.view;
      const ofNodes = view?.nodes.map(({ id }) => id) ?? [];
      return new Set([selected.id, ...ofNodes, ...ofLinks(view?.links ?? []), ...pdcLinksOf(selected.id)]);
    }
    case "node":
      return new Set([
        selected.id,
        ...pdcIdsOf(selected),
        ...ofLinks(selected.view?.rows ?? []),
        ...(selected.view?.sumsByPdc ?? []).flatMap(({ pdcId }) => [pdcId, spokeId(selected.id, pdcId)]),
      ]);
    case "link":
      return new Set([
        selected.id,
        ...pdcIdsOf(selected),
        ...(selected.detail?.ends.map(({ id }) => id) ?? []),
      ]);
    case "pdc-link":
      return new Set([selected.id, ...pdcIdsOf(selected), ...ofLinks(selected.view?.links ?? [])]);
  }
}

function emphasisOf(scene: MeshScene, { find }: MeshView): Emphasis {
  const related = relatedIds(scene);
  const { selected } = scene;
  return (kind, id, texts = []) => {
    const isFound = find !== "" && texts.some((text) => text.toLowerCase().includes(find));
    const isDim = find !== "" ? !isFound : related !== null && !related.has(id);
    return [selected?.kind === kind && selected.id === id && "selected", isDim && "dim", isFound && "found"]
      .filter(Boolean)
      .join(" ");
  };
}

/** In a large cloud a closed box tells of its nodes and of the links inside. */
function pdcLook(pdc: MeshPdc, { scene, view: { mode } }: Context): Look | null {
  if (scene.isSmall) return null;
  if (mode === "health") {
    const counts = new Map(Object.entries(pdc.nodeCountByState));
    const worst = worstCategory(counts, mode, new Set());
    return worst && lookByShare(counts, mode, worst);
  }
  if (mode === "freshness") {
    return categoryOf(mode, freshnessKeyOf(pdc.observedAt, scene.overview))?.look ?? null;
  }
  const counts = countByCategory(pdc.innerLinks, mode, scene.overview);
  return worstCategory(counts, mode, new Set())?.look ?? null;
}

/** "100 nodes", "2 of 100 not up", "none up". */
export function pdcCountWords({ nodeCount, nodeCountByState }: MeshPdc): string {
  const notUp = nodeCount - nodeCountByState.up;
  if (notUp > 0 && notUp === nodeCount) return nodeCount === 1 ? "not up" : "none up";
  if (notUp > 0) return `${notUp} of ${nodeCount} not up`;
  return nodeCount === 1 ? "1 node" : `${nodeCount} nodes`;
}

function pdcElements(pdc: MeshPdc, context: Context): ElementDefinition[] {
  const { scene, layout, emphasis } = context;
  const box = layout.boxByPdcId.get(pdc.id);
  if (!box) return [];
  const nodes = scene.viewByPdcId.get(pdc.id)?.nodes ?? [];
  const extra = emphasis("pdc", pdc.id, [pdc.label, ...nodes.flatMap(textsOfNode)]);
  const look = pdcLook(pdc, context);
  const isOpen = scene.openPdcIds.has(pdc.id);
  const far = layout.titleScale;
  const scale = isOpen ? far : far * roomIn(box, far);
  const top = box.y - box.height / 2;
  const size = scene.isSmall ? "" : isOpen ? "large open" : "large closed";
  const notUp = pdc.nodeCount - pdc.nodeCountByState.up;
  const words = !scene.isSmall && !isOpen && notUp > 0 ? `${notUp} not up` : pdcCountWords(pdc);
  const title = scene.isSmall
    ? { x: box.x - box.width / 2 + 16, y: top + BOX_HEADER / 2 }
    : isOpen
      ? { x: box.x - box.width / 2 + 30, y: top + 44 }
      : { x: box.x, y: box.y + CLOSED.titleShift * scale };
  const count = scene.isSmall
    ? { x: box.x + box.width / 2 - 16, y: top + BOX_HEADER / 2 }
    : isOpen
      ? { x: box.x - box.width / 2 + 30, y: top + 104 }
      : { x: box.x, y: box.y + CLOSED.countShift * scale };
  const largest = (isOpen && !scene.isSmall ? Math.min(scale, 3.4) : scale) * TITLE.size;
  const titleSize =
    isOpen && !scene.isSmall ? fittingSize(pdc.label, box.width, largest) : context.closedTitleSize;
  return [
    {
      group: "nodes",
      data: {
        id: pdc.id,
        select: `pdc/${pdc.id}`,
        width: box.width,
        height: box.height,
        ...(!scene.isSmall && !isOpen && closedBox(box, scale)),
      },
      position: { x: box.x, y: box.y },
      classes: `pdc pdc-${pdc.kind} ${size} ${look ? `look-${look}` : ""} ${extra}`,
    },
    {
      group: "nodes",
      data: {
        id: `title ${pdc.id}`,
        pdcId: pdc.id,
        label: pdc.label,
        labelWidth: scene.isSmall ? box.width - 44 - words.length * 6.2 : box.width - 60,
        fontSize: titleSize,
        ...(!scene.isSmall &&
          isOpen && { farFontSize: fittingSize(pdc.label, box.width, scale * TITLE.size) }),
      },
      position: title,
      classes: `pdc-title ${size} ${extra}`,
    },
    {
      group: "nodes",
      data: { id: `count ${pdc.id}`, pdcId: pdc.id, label: words, fontSize: Math.round(titleSize * 0.82) },
      position: count,
      classes: `pdc-count ${size} ${extra}`,
    },
  ];
}

function roomIn({ height }: Box, scale: number): number {
  return Math.min(CLOSED_ROOM.max, Math.max(CLOSED_ROOM.min, height / (CLOSED.height * scale)));
}

/** What is read of a closed box with everything in view: large enough then, whatever the zoom is for that. */
function closedBox({ height }: Box, scale: number) {
  const glyphSize = Math.round(CLOSED.glyph * scale);
  return {
    glyphSize,
    glyphTop: Math.round(height / 2 + CLOSED.glyphShift * scale - glyphSize / 2),
    borderWidth: Math.round(CLOSED.border * scale),
  };
}

/** As large as the whole name fits, up to `size`, and no smaller than can be read beside others. */
function fittingSize(label: string, width: number, size: number): number {
  const whole = (width - TITLE.padding) / (label.length * TITLE.letterWidth);
  return Math.round(Math.max(Math.min(size, whole), size * TITLE.leastShare));
}

function textsOfNode({ hostname, adminAddress, externalAddress }: MeshNode): string[] {
  return [hostname, adminAddress ?? "", externalAddress ?? ""].filter((text) => text !== "");
}

function nodeElement(node: MeshNode, { scene, view, layout, emphasis }: Context): ElementDefinition[] {
  const point = layout.pointByNodeId.get(node.id);
  if (!point) return [];
  const { id, hostname, pdcId } = node;
  const look =
    view.mode === "freshness"
      ? (categoryOf("freshness", freshnessKeyOf(node.observedAt, scene.overview))?.look ?? "unknown")
      : node.state;
  const shape = scene.isSmall ? "card" : "dot";
  return [
    {
      group: "nodes",
      data: {
        id,
        pdcId,
        select: `node/${id}`,
        label: scene.isSmall ? cutInside(hostname) : ownEnd(node, scene),
      },
      position: point,
      classes: `node ${shape} look-${look} ${emphasis("node", id, textsOfNode(node))}`,
    },
  ];
}

const CARD_LETTERS = 13;

/** Hostnames differ at their ends. */
function cutInside(hostname: string): string {
  if (hostname.length <= CARD_LETTERS) return hostname;
  const tail = Math.floor(CARD_LETTERS / 2);
  return `${hostname.slice(0, CARD_LETTERS - tail - 1)}…${hostname.slice(-tail)}`;
}

/** Beside a dot there is room only for what tells it from the other nodes of its PDC. */
function ownEnd({ hostname, pdcId }: MeshNode, { viewByPdcId }: MeshScene): string {
  const others = viewByPdcId.get(pdcId)?.nodes ?? [];
  const [first, last] = [others[0]?.hostname ?? "", others.at(-1)?.hostname ?? ""];
  // They are in order, so what the first and the last have in common all have.
  const differsAt = [...first].findIndex((letter, at) => letter !== last[at]);
  const start = first.slice(0, Math.max(0, differsAt)).search(/[^-_.]*$/);
  return start < 3 ? cutInside(hostname) : `…${hostname.slice(start)}`;
}

function isLoose({ pdcIds }: MeshPdcLink, { pdcById }: MeshScene): boolean {
  return pdcIds.some((id) => pdcById.get(id)?.kind !== "named");
}

function belongsTo({ id, pdcIds }: MeshPdcLink, { selected }: MeshScene): boolean {
  if (selected?.kind === "pdc-link") return selected.id === id;
  return selected?.kind === "pdc" && pdcIds.includes(selected.id);
}

/**
 * All between few PDCs; between many the worst of those that are not healthy, and those of the selection: opening a PDC adds
 * none. Lines to nodes whose PDC nobody knows say nothing of their own: they are drawn when asked for.
 */
function drawnPdcLinks({
  scene,
  view: { mode, hidden },
}: Context): { pdcLink: MeshPdcLink; worst: Category }[] {
  const areFew = scene.overview.pdcCount <= FULL_PDC_COUNT_MAX;
  const listed = new Set(scene.overview.pdcLinks.listed.map(({ id }) => id));
  return [...scene.pdcLinkById.values()]
    .filter(({ pdcIds: [a, b] }) => a !== b)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((pdcLink) => {
      const counts = countByCategory(pdcLink, mode, scene.overview);
      const isAsked = belongsTo(pdcLink, scene);
      if (!isAsked && !listed.has(pdcLink.id)) return [];
      const worst = worstCategory(counts, mode, isAsked ? new Set() : hidden);
      if (!worst || (!isAsked && isLoose(pdcLink, scene))) return [];
      return isAsked || areFew || badCountOf(counts, mode) > 0 ? [{ pdcLink, worst }] : [];
    });
}

function pdcLinkElements(context: Context): ElementDefinition[] {
  const { scene, view, layout, emphasis } = context;
  const { selected } = scene;
  const taken: Box[] = [...layout.boxByPdcId.values()];
  const showsNodeLinks = selected !== null && selected.kind !== "pdc";
  return drawnPdcLinks(context).flatMap(({ pdcLink, worst }): ElementDefinition[] => {
    const { id, pdcIds, pdcLabels } = pdcLink;
    const [from, to] = pdcIds.map((pdcId) => layout.boxByPdcId.get(pdcId));
    if (!from || !to) return [];
    const extra = emphasis("pdc-link", id, pdcLabels);
    const isSelected = selected?.kind === "pdc-link" && selected.id === id;
    const isQuiet = showsNodeLinks && !isSelected;
    const counts = countByCategory(pdcLink, view.mode, scene.overview);
    const look = scene.isSmall ? worst.look : lookByShare(counts, view.mode, worst);
    const classes = `pdc-link look-${look} ${extra} ${isQuiet ? "quiet" : ""}`;
    const select = `pdc-link/${id}`;
    const isUnfolded = isSelected && scene.isSmall;
    const line: ElementDefinition = {
      group: "edges",
      data: {
        id,
        select,
        source: pdcIds[0],
        target: pdcIds[1],
        lineWidth: Math.round((isThin(look) && !scene.isSmall ? 2 : 4.5) * layout.titleScale),
      },
      classes: `${classes} ${isUnfolded ? "unfolded" : ""} ${scene.isSmall ? "" : "many"}`,
    };
    if (!scene.isSmall) return [line];
    const label = summaryText(pdcLink, view.mode, scene.overview);
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
        classes: `chip look-${look} ${extra} ${isQuiet ? "quiet" : ""}`,
      },
    ];
  });
}

/** Inside open PDCs, and those of the selection; towards PDCs whose nodes are not shown, one line for all. */
function linkElements(context: Context): ElementDefinition[] {
  const { scene, view, layout } = context;
  const { selected, linkById } = scene;
  const drawn = [...linkById.values()]
    .filter(({ nodeIds }) => nodeIds.every((id) => layout.pointByNodeId.has(id)))
    .filter(
      (link) =>
        (selected?.kind === "link" && selected.id === link.id) ||
        !view.hidden.has(categoryKeyOf(link, view.mode, scene)),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const spokes = spokeElements(
    context,
    drawn.map(({ id }) => id),
  );
  return [...drawn.map((link) => linkElement(link, context)), ...spokes];
}

const spokeId = (nodeId: string, pdcId: string) => `spoke ${nodeId} ${pdcId}`;

function spokeElements(
  { scene, view, layout, emphasis }: Context,
  drawnIds: readonly string[],
): ElementDefinition[] {
  const { selected } = scene;
  if (selected?.kind !== "node" || !selected.view || !layout.pointByNodeId.has(selected.id)) return [];
  const drawn = new Set(drawnIds);
  const drawnCountByPdcId = new Map<string, number>();
  for (const { id, peer } of selected.view.rows) {
    if (drawn.has(id)) drawnCountByPdcId.set(peer.pdcId, (drawnCountByPdcId.get(peer.pdcId) ?? 0) + 1);
  }
  return selected.view.sumsByPdc.flatMap((sums): ElementDefinition[] => {
    const { pdcId, linkCount } = sums;
    const counts = countByCategory(sums, view.mode, scene.overview);
    const worst = worstCategory(counts, view.mode, view.hidden);
    const isDrawn = (drawnCountByPdcId.get(pdcId) ?? 0) >= linkCount;
    if (!worst || isDrawn || !layout.boxByPdcId.has(pdcId)) return [];
    const id = spokeId(selected.id, pdcId);
    return [
      {
        group: "edges",
        data: {
          id,
          source: selected.id,
          target: pdcId,
          lineWidth: Math.max(2, Math.round(1.6 * layout.titleScale)),
        },
        classes: `link outer spoke many look-${lookByShare(counts, view.mode, worst)} ${emphasis("link", id)}`,
      },
    ];
  });
}

function linkElement(link: MeshLink, { scene, view, emphasis, layout }: Context): ElementDefinition {
  const { id, nodeIds, kind, ends } = link;
  const look = categoryOf(view.mode, categoryKeyOf(link, view.mode, scene))?.look ?? "unknown";
  const place = ends[0].pdcId === ends[1].pdcId ? "inner" : "outer";
  return {
    group: "edges",
    data: {
      id,
      select: `link/${id}`,
      source: nodeIds[0],
      target: nodeIds[1],
      lineWidth: place === "outer" ? Math.max(2, Math.round(layout.titleScale)) : 2,
    },
    classes: `link ${place} ${kind} look-${look} ${scene.isSmall ? "" : "many"} ${emphasis("link", id, linkLabel(link).split(" – "))}`,
  };
}
