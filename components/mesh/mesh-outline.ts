import type { ElementDefinition } from "cytoscape";
import { linkLabel, type MeshScene, pdcLinkLabel } from "./mesh-data.ts";
import { pdcCountWords } from "./mesh-elements.ts";
import {
  categoryKeyOf,
  categoryOf,
  countByCategory,
  type MeshMode,
  summaryText,
  worstCategory,
} from "./mesh-mode.ts";

import { type ChangeBySelect, changeWords, NO_CHANGES } from "./time/mesh-change-marks.ts";

/** One visible thing of the picture in words. PDCs hold their nodes, the links inside and the lines that leave them. */
export type OutlineItem = {
  select: string;
  text: string;
  level: 1 | 2;
  /** null: it cannot be opened. */
  isOpen: boolean | null;
  /** What it stands under; null: it stands by itself. */
  parent: string | null;
};

/** Everything that can be selected in the picture, once, and nothing that is not drawn. */
export function outlineOf(
  scene: MeshScene,
  elements: readonly ElementDefinition[],
  mode: MeshMode,
  changes: ChangeBySelect = NO_CHANGES,
): OutlineItem[] {
  const drawn = new Set(elements.map(({ data }): unknown => data["select"]));
  const told = new Set<string>();
  const items: OutlineItem[] = [];
  const tell = (item: OutlineItem) => {
    if (!drawn.has(item.select) || told.has(item.select)) return;
    told.add(item.select);
    const changed = changeWords(changes.get(item.select));
    items.push(changed ? { ...item, text: `${item.text}; ${changed}` } : item);
  };
  const scale = scene.overview;
  // Only what is drawn is worth its words.
  const links = byPdc(
    [...scene.linkById.values()].filter(({ id }) => drawn.has(`link/${id}`)),
    ({ ends }) => ends.map(({ pdcId }) => pdcId),
  );
  const pdcLinks = byPdc(
    [...scene.pdcLinkById.values()].filter(({ id }) => drawn.has(`pdc-link/${id}`)),
    ({ pdcIds }) => pdcIds,
  );
  for (const pdc of scene.overview.pdcs) {
    const parent = `pdc/${pdc.id}`;
    tell({
      select: parent,
      text: `PDC ${pdc.label}, ${pdcCountWords(pdc)}, worst ${pdc.worstNodeState ?? "unknown"}`,
      level: 1,
      isOpen: scene.isSmall ? null : scene.openPdcIds.has(pdc.id),
      parent: null,
    });
    const child = { level: 2, isOpen: null, parent } as const;
    const view = scene.viewByPdcId.get(pdc.id);
    for (const node of view?.nodes ?? []) {
      tell({
        ...child,
        select: `node/${node.id}`,
        text: `Node ${node.hostname} in ${pdc.label}, ${node.state}`,
      });
    }
    for (const link of links.get(pdc.id) ?? []) {
      const word = categoryOf(mode, categoryKeyOf(link, mode, scene))?.word.toLowerCase() ?? "unknown";
      tell({ ...child, select: `link/${link.id}`, text: `Link ${linkLabel(link)}, ${word}` });
    }
    for (const pdcLink of pdcLinks.get(pdc.id) ?? []) {
      const worst = worstCategory(countByCategory(pdcLink, mode, scale), mode, new Set());
      tell({
        ...child,
        select: `pdc-link/${pdcLink.id}`,
        text: `Between ${pdcLinkLabel(pdcLink)}, worst ${worst?.word.toLowerCase() ?? "unknown"}, ${summaryText(pdcLink, mode, scale)}`,
      });
    }
  }
  return items;
}

function byPdc<T>(items: readonly T[], pdcIdsOfItem: (item: T) => readonly string[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    for (const pdcId of new Set(pdcIdsOfItem(item))) found.set(pdcId, [...(found.get(pdcId) ?? []), item]);
  }
  return found;
}

/** What a key does in the outline; null: nothing. */
export type OutlineMove = { cursor: string } | { open: string } | { close: string } | null;

export function outlineMove(items: readonly OutlineItem[], cursor: string | null, key: string): OutlineMove {
  const at = items.findIndex(({ select }) => select === cursor);
  const item = items[at];
  const to = (position: number): OutlineMove => {
    const next = items[Math.min(Math.max(position, 0), items.length - 1)];
    return next ? { cursor: next.select } : null;
  };
  switch (key) {
    case "ArrowDown":
      return to(at + 1);
    case "ArrowUp":
      return to(at - 1);
    case "Home":
      return to(0);
    case "End":
      return to(items.length - 1);
    case "ArrowRight":
      return item?.isOpen === false ? { open: item.select } : to(at + 1);
    case "ArrowLeft":
      if (item?.isOpen) return { close: item.select };
      return item?.parent ? { cursor: item.parent } : to(at - 1);
    default:
      return null;
  }
}
