import type { RouterOutputs } from "../trpc/trpc.ts";

export type Overview = RouterOutputs["mesh"]["overview"];
export type MeshPdc = Overview["pdcs"][number];
export type MeshPdcLink = Overview["pdcLinks"]["listed"][number];
export type MeshSums = Overview["links"];
export type PdcView = RouterOutputs["mesh"]["pdc"];
export type MeshNode = PdcView["nodes"][number];
export type MeshLink = PdcView["links"][number];
export type NodeView = RouterOutputs["mesh"]["node"];
export type PdcLinkView = RouterOutputs["mesh"]["pdcLink"];
export type LinkDetail = RouterOutputs["mesh"]["link"];
export type LinkListing = RouterOutputs["mesh"]["links"]["links"][number];

/** What the address names, with what has arrived of it so far. */
export type Selected =
  | { kind: "pdc"; id: string; pdc: MeshPdc; view: PdcView | null }
  | { kind: "node"; id: string; view: NodeView | null }
  | { kind: "link"; id: string; detail: LinkDetail | null }
  | { kind: "pdc-link"; id: string; pdcLink: MeshPdcLink | null; view: PdcLinkView | null };

/** Everything that is shown: the far level, the PDCs that are open, and the selection. */
export type MeshScene = {
  overview: Overview;
  selected: Selected | null;
  pdcById: ReadonlyMap<string, MeshPdc>;
  /** Whether every PDC is open from the start. */
  isSmall: boolean;
  openPdcIds: ReadonlySet<string>;
  /** Open PDCs as far as they have arrived. */
  viewByPdcId: ReadonlyMap<string, PdcView>;
  nodeById: ReadonlyMap<string, MeshNode>;
  linkById: ReadonlyMap<string, MeshLink>;
  pdcLinkById: ReadonlyMap<string, MeshPdcLink>;
};

export type SceneParts = Pick<MeshScene, "overview" | "selected" | "isSmall" | "openPdcIds"> & {
  views: readonly PdcView[];
};

export function makeScene({ overview, selected, isSmall, openPdcIds, views }: SceneParts): MeshScene {
  const byId = <T extends { id: string }>(items: readonly T[]) =>
    new Map(items.map((item) => [item.id, item]));
  const ofSelection = linksOfSelection(selected);
  const pdcLinkOfSelection = selected?.kind === "pdc-link" ? selected.pdcLink : null;
  return {
    overview,
    selected,
    isSmall,
    openPdcIds,
    pdcById: byId(overview.pdcs),
    viewByPdcId: new Map(views.map((view) => [view.pdc.id, view])),
    nodeById: byId(views.flatMap(({ nodes }) => nodes)),
    linkById: byId([...views.flatMap(({ links }) => links), ...ofSelection]),
    pdcLinkById: byId([
      ...views.flatMap(({ pdcLinks }) => pdcLinks),
      ...overview.pdcLinks.listed,
      ...(pdcLinkOfSelection ? [pdcLinkOfSelection] : []),
    ]),
  };
}

function linksOfSelection(selected: Selected | null): readonly MeshLink[] {
  if (selected?.kind === "node") return selected.view?.rows ?? [];
  if (selected?.kind === "pdc-link") return selected.view?.links ?? [];
  return selected?.kind === "link" && selected.detail ? [briefOf(selected.detail)] : [];
}

/** A link's details as lists hold it. */
export function briefOf(detail: LinkDetail): MeshLink {
  const isAllKnown = detail.rules.length === detail.overlayRuleNames.length && detail.rules.length > 0;
  const [a, b] = detail.ends;
  return {
    ...detail,
    ends: [
      { id: a.id, hostname: a.hostname, pdcId: a.pdcId, pdcLabel: a.pdcName },
      { id: b.id, hostname: b.hostname, pdcId: b.pdcId, pdcLabel: b.pdcName },
    ],
    causes: [],
    mtuOutcome: detail.fragmentingRuleNames.length > 0 ? "fragments" : isAllKnown ? "fits" : "unknown",
  };
}

/** Both hostnames in alphabetical order. */
export function linkLabel({ ends }: Pick<MeshLink, "ends">): string {
  return ends
    .map(({ hostname }) => hostname)
    .toSorted()
    .join(" – ");
}

export function pdcLinkLabel({ pdcLabels: [a, b] }: Pick<MeshPdcLink, "pdcLabels">): string {
  return a === b ? `Inside ${a}` : `${a} – ${b}`;
}

/** The PDCs a selection lies in. */
export function pdcIdsOf(selected: Selected | null): readonly string[] {
  if (selected?.kind === "pdc") return [selected.id];
  if (selected?.kind === "pdc-link") return [...new Set(selected.id.split(","))];
  if (selected?.kind === "node") return selected.view ? [selected.view.node.pdcId] : [];
  return selected?.detail ? [...new Set(selected.detail.ends.map(({ pdcId }) => pdcId))] : [];
}
