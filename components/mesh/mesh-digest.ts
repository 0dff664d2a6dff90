import { formatCount } from "../ui/format-count.ts";
import { type MeshPdcLink, type MeshSums, type Overview, pdcLinkLabel } from "./mesh-data.ts";
import type { Look } from "./mesh-glyph.ts";
import { formatSelection } from "./mesh-selection.ts";

/** One thing to look at: what it is, in one line, and why. */
export type DigestItem = { select: string; look: Look; title: string; sentence: string };

/**
 * What is not as it should be, each cause once: PDCs and nodes that stand for their links first, then PDCs with nodes that
 * are not up, then pairs, worst first.
 */
export function digestOf({ links, pdcs, pdcLinks }: Overview): DigestItem[] {
  const cutOff = links.attribution?.kind === "pdc" ? links.attribution.pdcs : [];
  const cutOffIds = new Set(cutOff.map(({ id }) => id));
  const lost = cutOff.map(({ id, label }): DigestItem => ({
    select: formatSelection({ kind: "pdc", id }),
    look: "down",
    title: label,
    sentence: "The PDC is cut off: no link between it and another PDC lets packets pass.",
  }));
  const blamed = blamedNodes({ links, pdcLinks });
  const blamedIds = new Set(blamed.map(({ id }) => id));
  // What a node or PDC that is named already brings about needs no line of its own.
  const isTold = ({ pdcIds, badCount, attribution }: MeshPdcLink) =>
    pdcIds.some((id) => cutOffIds.has(id)) ||
    (attribution?.kind === "node" &&
      attribution.linkCount === badCount &&
      attribution.nodeCount === attribution.nodes.length &&
      attribution.nodes.every(({ id }) => blamedIds.has(id)));
  const nodes = blamed.map(({ id, hostname, isDown }): DigestItem => ({
    select: formatSelection({ kind: "node", id }),
    look: isDown ? "down" : "degraded",
    title: hostname,
    sentence: isDown
      ? "The node is down, and its links with it."
      : "The node is up, but its links to several places are not: look at the node first.",
  }));
  const places = pdcs.flatMap((pdc): DigestItem[] => {
    const notUp = pdc.nodeCount - pdc.nodeCountByState.up;
    if (notUp === 0 || !pdc.worstNodeState || cutOffIds.has(pdc.id)) return [];
    const words = (["down", "degraded", "stale", "unknown"] as const)
      .filter((state) => pdc.nodeCountByState[state] > 0)
      .map((state) => `${pdc.nodeCountByState[state]} ${state}`);
    return [
      {
        select: formatSelection({ kind: "pdc", id: pdc.id }),
        look: pdc.worstNodeState,
        title: pdc.label,
        sentence: `${notUp} of ${pdc.nodeCount} nodes not up: ${words.join(", ")}.`,
      },
    ];
  });
  const pairs = pdcLinks.listed
    .filter((pdcLink) => pdcLink.worstState !== "up" && !isTold(pdcLink))
    .map((pdcLink): DigestItem => ({
      select: formatSelection({ kind: "pdc-link", id: pdcLink.id }),
      look: pdcLink.worstState ?? "unknown",
      title: pdcLinkLabel(pdcLink),
      sentence: linksSentence(pdcLink),
    }));
  return [...lost, ...nodes, ...places, ...pairs];
}

type Blamed = Extract<MeshSums["attribution"], { kind: "node" }>["nodes"][number];

/** Nodes that stand for most bad links of the whole, or for all bad links of several pairs. */
function blamedNodes({ links, pdcLinks }: Pick<Overview, "links" | "pdcLinks">): Blamed[] {
  const blamed = new Map<string, Blamed>();
  if (links.attribution?.kind === "node")
    for (const node of links.attribution.nodes) blamed.set(node.id, node);
  const pairCountById = new Map<string, number>();
  for (const { attribution, badCount } of pdcLinks.listed) {
    if (attribution?.kind !== "node" || attribution.linkCount < badCount) continue;
    for (const node of attribution.nodes) {
      const count = (pairCountById.get(node.id) ?? 0) + 1;
      pairCountById.set(node.id, count);
      if (count > 1) blamed.set(node.id, node);
    }
  }
  return [...blamed.values()];
}

/** "3 of 12 links are down or degraded: vie03 is down." */
export function linksSentence(sums: MeshSums): string {
  const { linkCount, badCount, countByState, idleCount } = sums;
  if (linkCount === 0) return "No links.";
  if (badCount > 0) {
    const are = badCount === 1 ? "is" : "are";
    return `${formatCount(badCount)} of ${formatCount(linkCount)} links ${are} down or degraded${causeOf(sums)}.`;
  }
  const parts = [
    countByState.stale > 0 && `${countByState.stale} stale`,
    countByState.unknown > idleCount && `${countByState.unknown - idleCount} unknown`,
    idleCount > 0 && `${idleCount} idle`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return linkCount === 1 ? "Its link is up." : `All ${linkCount} links are up.`;
  return `Of ${linkCount} links ${parts.join(", ")}.`;
}

function causeOf({ attribution, badCount }: Pick<MeshSums, "attribution" | "badCount">): string {
  if (!attribution) return "";
  if (attribution.kind === "pair") return ", with both ends alive: look at the path between them";
  const { linkCount } = attribution;
  const share = linkCount === badCount ? "" : `${formatCount(linkCount)} of them `;
  if (attribution.kind === "node" && attribution.nodes.some(({ isDown }) => !isDown)) {
    const { nodes, nodeCount } = attribution;
    return `, ${share}by ${namesOf(
      nodes.map(({ hostname }) => hostname),
      nodeCount,
    )}`;
  }
  const [names, count, what] =
    attribution.kind === "pdc"
      ? [attribution.pdcs.map(({ label }) => label), attribution.pdcCount, "cut off"]
      : [attribution.nodes.map(({ hostname }) => hostname), attribution.nodeCount, "down"];
  return `, ${share}because ${namesOf(names, count)} ${count === 1 ? "is" : "are"} ${what}`;
}

function namesOf(named: readonly string[], count: number): string {
  const more = count > named.length ? ` and ${count - named.length} more` : "";
  return `${named.join(", ")}${more}`;
}

/** Pairs with links whose full frames fragment, whatever else is wrong with them. */
export function fragmentingPairs({ pdcLinks }: Overview): MeshPdcLink[] {
  return pdcLinks.listed.filter(({ fragmentingCount }) => fragmentingCount > 0);
}
