import type { HealthState } from "../health.ts";
import type { CheckCode } from "./check.ts";
import { linkId } from "./link.ts";
import { type LinkListing, linkListingOf } from "./link-brief.ts";
import { pageOf, type PageRequest } from "./mesh-page.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import type { PairVerdict } from "./model/pair-verdict.ts";
import { compareVerdicts, pairsOfCell } from "./model/pairs.ts";
import { isCounted, type PdcLinkSums, pdcLinkSumsOf, type SumsQuery } from "./pdc-sums.ts";

/** Links that are in their state for the same cause. */
export type LinkGroup = {
  state: HealthState;
  causes: readonly CheckCode[];
  isIdle: boolean;
  linkCount: number;
  /** One of them, and why it is in its state. */
  exampleId: string;
  sentence: string;
};

export type PdcLinkView = {
  builtAt: Date;
  pdcLink: PdcLinkSums;
  /** Worst first. */
  groups: LinkGroup[];
  links: LinkListing[];
  nextCursor: number | null;
  totalCount: number;
};

export type LinkFilter = { state: HealthState | null; cause: CheckCode | null };

const GROUPS_MAX = 50;

/** The links between two PDCs, or inside one; null: there are none. */
export function pdcLinkViewOf(
  model: MeshModel,
  pdcIds: readonly [string, string],
  query: SumsQuery & LinkFilter,
  page: PageRequest,
): PdcLinkView | null {
  const cell = model.cell(...pdcIds);
  if (!cell) return null;
  const { counts } = model.counted(cell);
  const isOfRule = isCounted(query);
  const accepts = (verdict: PairVerdict) =>
    isOfRule(verdict) &&
    (query.state === null || verdict.state === query.state) &&
    (query.cause === null || verdict.causes.includes(query.cause));
  const accepted = [...counts].filter(([verdict]) => accepts(verdict));
  const { items, nextCursor } = pageOf(pairsOfCell(model, cell, accepts), page);
  const pdcLink = pdcLinkSumsOf(model, cell, query);
  return {
    builtAt: model.now,
    pdcLink,
    groups: Map.groupBy(
      [...counts].filter(([verdict]) => isOfRule(verdict)),
      ([{ state, causes, isIdle }]) => JSON.stringify([state, causes, isIdle]),
    )
      .values()
      .flatMap((some) => groupOf(model, cell, some))
      .toArray()
      .toSorted((a, b) => compareVerdicts(a.verdict, b.verdict))
      .slice(0, GROUPS_MAX)
      .map(({ group }) => group),
    links: items.flatMap((pair) => linkListingOf(model, pair)),
    nextCursor,
    totalCount: accepted.reduce((sum, [, count]) => sum + count, 0),
  };
}

function groupOf(
  model: MeshModel,
  cell: NonNullable<ReturnType<MeshModel["cell"]>>,
  counts: readonly (readonly [PairVerdict, number])[],
): { verdict: PairVerdict; group: LinkGroup }[] {
  const verdicts = new Set(counts.map(([verdict]) => verdict));
  const [verdict] = verdicts;
  const [pair] = pairsOfCell(model, cell, (other) => verdicts.has(other)).take(1);
  if (!verdict || !pair) return [];
  const { state, causes, isIdle } = verdict;
  const group = {
    state,
    causes,
    isIdle,
    linkCount: counts.reduce((sum, [, count]) => sum + count, 0),
    exampleId: linkId(pair.a.id, pair.b.id),
    sentence: model.link(pair.a, pair.b)?.stateSentence ?? "",
  };
  return [{ verdict, group }];
}
