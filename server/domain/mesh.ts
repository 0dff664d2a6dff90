import { type ArpIndex, indexVnics } from "./arp-table/wanted.ts";
import { type CountByHealth, countByHealth, type HealthState, worstHealth } from "./health.ts";
import { parseCidr } from "./ipv4.ts";
import { type Link, linkBetween } from "./mesh/link.ts";
import type { LinkContext, PathMtu } from "./mesh/link-context.ts";
import { pathMtusById } from "./mesh/measured-paths.ts";
import { type MeshNode, meshNodeOf, nodeHealth } from "./mesh/mesh-node.ts";
import type { Node } from "./node.ts";
import { type PdcKey, pdcOf, pdcPairId } from "./pdc.ts";

export type MeshSettings = {
  now: Date;
  staleAfterSeconds: number;
  /** What was declared; a later one for the same pair replaces an earlier one. What was measured is in the nodes' facts. */
  pathMtus?: readonly PathMtu[];
  /** CIDRs that count as public. */
  publicAddressExceptions?: readonly string[];
  nodeIdsInTrouble?: ReadonlySet<string>;
};

/** Links of one kind of place, told together. */
export type LinkSummary = {
  linkCount: number;
  countByState: CountByHealth;
  /** null: no links. */
  worstState: HealthState | null;
  effectiveMtuBytesMin: number | null;
  linkIds: string[];
};

export type MeshPdc = PdcKey & {
  nodeIds: string[];
  nodeCountByState: CountByHealth;
  worstNodeState: HealthState | null;
  innerLinks: LinkSummary;
};

/** All links between the nodes of two PDCs. */
export type PdcLink = LinkSummary & { id: string; pdcIds: [string, string]; pdcLabels: [string, string] };

export type Mesh = { builtAt: Date; pdcs: MeshPdc[]; nodes: MeshNode[]; links: Link[]; pdcLinks: PdcLink[] };

/** What every link of these nodes is judged with; made once, then `linkBetween` answers for any pair. */
export function linkContextOf(nodes: readonly Node[], settings: MeshSettings): LinkContext {
  const { now, staleAfterSeconds, pathMtus = [], publicAddressExceptions = [] } = settings;
  const ruleNames = new Set(
    nodes.flatMap(({ facts }) => (facts?.overlayRules?.value ?? []).map(({ name }) => name)),
  );
  const arpIndexByRule = new Map<string, ArpIndex>();
  for (const name of ruleNames) arpIndexByRule.set(name, indexVnics(nodes, name));
  return {
    now,
    staleAfterSeconds,
    publicAddressExceptions: publicAddressExceptions.flatMap((text) => parseCidr(text) ?? []),
    pathMtuByPdcPairId: pathMtusById(pathMtus, nodes),
    arpIndexByRule,
  };
}

/** Unconfirmed nodes are shown, but nothing they say counts and they have no links. */
export function buildMesh(nodes: readonly Node[], settings: MeshSettings): Mesh {
  const known = nodes.map((node) => (node.isConfirmed ? node : { ...node, facts: null }));
  const ordered = known.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const context = linkContextOf(ordered, settings);
  const links = linksAmong(ordered, context);
  const meshNodes = ordered.map((node) => meshNodeOf(node, settings));
  return { builtAt: settings.now, nodes: meshNodes, links, ...placesOf(ordered, meshNodes, links) };
}

export function nodeState(
  node: Node,
  settings: Pick<MeshSettings, "staleAfterSeconds">,
  now: Date,
): HealthState {
  return nodeHealth(node, { staleAfterSeconds: settings.staleAfterSeconds, now }).state;
}

function linksAmong(nodes: readonly Node[], context: LinkContext): Link[] {
  const confirmed = nodes.filter(({ isConfirmed }) => isConfirmed);
  return confirmed.flatMap((node, position) =>
    confirmed.slice(position + 1).flatMap((peer) => linkBetween(node, peer, context) ?? []),
  );
}

function placesOf(
  nodes: readonly Node[],
  meshNodes: readonly MeshNode[],
  links: readonly Link[],
): Pick<Mesh, "pdcs" | "pdcLinks"> {
  const pdcById = new Map(nodes.map((node) => [pdcOf(node).id, pdcOf(node)]));
  const pdcIdByNodeId = new Map(nodes.map((node) => [node.id, pdcOf(node).id]));
  const linksByPairId = Map.groupBy(links, ({ nodeIds }) => {
    const [a = "", b = ""] = nodeIds.map((id) => pdcIdByNodeId.get(id));
    return pdcPairId(a, b);
  });
  const pdcs = [...pdcById.values()].map((pdc): MeshPdc => {
    const members = meshNodes.filter(({ pdcId }) => pdcId === pdc.id);
    const states = members.map(({ state }) => state);
    return {
      ...pdc,
      nodeIds: members.map(({ id }) => id),
      nodeCountByState: countByHealth(states),
      worstNodeState: worstHealth(states),
      innerLinks: summaryOf(linksByPairId.get(pdcPairId(pdc.id, pdc.id)) ?? []),
    };
  });
  const pdcLinks = [...linksByPairId].flatMap(([id, between]) => {
    const [a, b] = id.split(",").map((pdcId) => pdcById.get(pdcId));
    return a && b && a !== b ? [pdcLinkOf(id, a, b, between)] : [];
  });
  return {
    pdcs: pdcs.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    pdcLinks: pdcLinks.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function pdcLinkOf(id: string, a: PdcKey, b: PdcKey, links: readonly Link[]): PdcLink {
  return { id, pdcIds: [a.id, b.id], pdcLabels: [a.label, b.label], ...summaryOf(links) };
}

function summaryOf(links: readonly Link[]): LinkSummary {
  const states = links.map(({ state }) => state);
  const mtus = links.flatMap(({ effectiveMtuBytes }) => effectiveMtuBytes ?? []);
  return {
    linkCount: links.length,
    countByState: countByHealth(states),
    worstState: worstHealth(states),
    effectiveMtuBytesMin: mtus.length > 0 ? Math.min(...mtus) : null,
    linkIds: links.map(({ id }) => id),
  };
}
