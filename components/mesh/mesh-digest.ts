import { HEALTH_STATES } from "#server/domain/health.ts";
import { linkLabel, linksIn, type MeshIndex, type MeshLink, type MeshNode } from "./mesh-data.ts";
import type { Look } from "./mesh-glyph.ts";
import { formatSelection, type Selection } from "./mesh-selection.ts";

/** One thing to look at: what it is, in one line, and why. */
export type DigestItem = { select: string; look: Look; title: string; sentence: string };

const LINKS_BLAMED_MIN = 2;

/**
 * What is not as it should be, each cause once: a node that is in trouble, or whose links to other PDCs all fail alike,
 * stands for its links; the others are told one by one, worst first.
 */
export function digestOf(index: MeshIndex): DigestItem[] {
  const { mesh, linksByNodeId } = index;
  const blamed = new Map<string, DigestItem>();
  for (const node of mesh.nodes) {
    const outer = (linksByNodeId.get(node.id) ?? []).filter(({ kind }) => kind !== "adminLink");
    const item = nodeItem(node, outer);
    if (item) blamed.set(node.id, item);
  }
  const rest = mesh.links.filter(
    ({ state, nodeIds }) => state !== "up" && !nodeIds.some((id) => standsFor(blamed.get(id))),
  );
  const items = [...blamed.values(), ...rest.map((link) => linkItem(link, index))];
  const rank = ({ look }: DigestItem) => HEALTH_STATES.findIndex((state) => state === look);
  return items.toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}

type NodeItem = DigestItem & { standsForLinks?: boolean };

function standsFor(item: NodeItem | undefined): boolean {
  return item?.standsForLinks === true;
}

function nodeItem(node: MeshNode, outer: readonly MeshLink[]): NodeItem | null {
  const { id, hostname, state, stateSentence } = node;
  const select = selectOf({ kind: "node", id });
  if (state !== "up") {
    const standsForLinks = outer.length > 0 && outer.every((link) => link.state !== "up");
    return { select, look: state, title: hostname, sentence: stateSentence, standsForLinks };
  }
  // Links whose path nobody knows are the other end's trouble.
  const judged = outer.filter(({ kind }) => kind === "ipsecLink");
  const [first] = judged;
  if (!first || first.state === "up" || judged.length < LINKS_BLAMED_MIN) return null;
  if (!judged.every((link) => link.stateSentence === first.stateSentence)) return null;
  const title = `${hostname}: all ${judged.length} links to other PDCs`;
  return { select, look: first.state, title, sentence: first.stateSentence, standsForLinks: true };
}

function linkItem(link: MeshLink, index: MeshIndex): DigestItem {
  return {
    select: selectOf({ kind: "link", id: link.id }),
    look: link.state,
    title: linkLabel(link, index),
    sentence: link.stateSentence,
  };
}

const selectOf = (selection: Selection) => formatSelection(selection);

/** Links whose full frames fragment, whatever else is wrong with them. */
export function fragmentingLinks({ mesh }: MeshIndex): MeshLink[] {
  return mesh.links.filter(({ fragmentingRuleNames }) => fragmentingRuleNames.length > 0);
}

/** All links between the nodes of two PDCs, or inside one; null: there is no such pair. */
export function linksOfPair(index: MeshIndex, pdcIdA: string, pdcIdB: string): MeshLink[] | null {
  if (pdcIdA === pdcIdB) return linksIn(index.pdcById.get(pdcIdA)?.innerLinks.linkIds ?? [], index);
  const pdcLink = index.mesh.pdcLinks.find(
    ({ pdcIds }) => pdcIds.includes(pdcIdA) && pdcIds.includes(pdcIdB),
  );
  return pdcLink ? linksIn(pdcLink.linkIds, index) : null;
}
