import type { CountByHealth } from "../health.ts";
import type { PathMtu } from "./link-context.ts";
import { compareWorstFirst, type LinkSums } from "./link-sums.ts";
import { type Matrix, matrixOf } from "./matrix.ts";
import { FULL_PDC_COUNT_MAX, LISTED_PDC_LINKS_MAX } from "./overview-limits.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import type { Cell } from "./model/cell.ts";
import { blameOf } from "./model/blame.ts";
import {
  type MeshSums,
  type PdcLinkSums,
  pdcLinkSumsOf,
  type PdcSums,
  sumMesh,
  type SumsQuery,
} from "./pdc-sums.ts";

/** The far level: PDCs, and of the pdcLinks those that need to be seen. */
export type Overview = {
  builtAt: Date;
  /** Age from which facts are stale. */
  staleAfterSeconds: number;
  nodeCount: number;
  nodeCountByState: CountByHealth;
  pdcCount: number;
  links: LinkSums;
  pdcs: PdcSums[];
  pdcLinks: ListedPdcLinks;
  matrix: Matrix;
  overlayRuleNames: string[];
  /** Path MTUs that were declared or measured. */
  paths: readonly PathMtu[];
};

/** Worst first. `moreCount` of the not healthy ones are left out, and `healthyCount` are all up. */
export type ListedPdcLinks = {
  listed: PdcLinkSums[];
  moreCount: number;
  healthyCount: number;
  totalCount: number;
};

export function overviewOf(model: MeshModel, query: SumsQuery): Overview {
  const blame = blameOf(model);
  const sums = sumMesh(model, query, blame);
  const sumsByCell = new Map<Cell, LinkSums>(
    sums.summedCells.map(({ cell, sums: ofCell }) => [cell, ofCell]),
  );
  const innerById = new Map(sums.pdcs.map(({ id, innerLinks }) => [id, innerLinks]));
  const matrix = matrixOf(
    sums.pdcs.map(({ id }) => id),
    (a, b) => {
      if (a === b) return innerById.get(a) ?? null;
      const cell = model.cell(a, b);
      return (cell && sumsByCell.get(cell)) ?? null;
    },
  );
  return {
    builtAt: model.now,
    staleAfterSeconds: model.context.staleAfterSeconds,
    nodeCount: sums.pdcs.reduce((sum, { nodeCount }) => sum + nodeCount, 0),
    nodeCountByState: sums.nodeCountByState,
    pdcCount: sums.pdcs.length,
    links: sums.links,
    pdcs: sums.pdcs,
    pdcLinks: listedOf(sums, ({ cell }) => pdcLinkSumsOf(model, cell, query, blame)),
    matrix,
    overlayRuleNames: ruleNamesOf(model),
    paths: model.pathMtus,
  };
}

function listedOf(
  { pdcs, summedCells }: MeshSums,
  tell: (summed: MeshSums["summedCells"][number]) => PdcLinkSums,
): ListedPdcLinks {
  const unhealthy = summedCells.filter(({ sums }) => sums.worstState !== "up");
  const listed = pdcs.length <= FULL_PDC_COUNT_MAX ? summedCells : unhealthy.slice(0, LISTED_PDC_LINKS_MAX);
  return {
    listed: listed.map(tell),
    moreCount: Math.max(0, unhealthy.length - listed.length),
    healthyCount: summedCells.length - unhealthy.length,
    totalCount: summedCells.length,
  };
}

/** Of the whole cloud, also while one of them is looked at. */
function ruleNamesOf(model: MeshModel): string[] {
  const names = new Set<string>();
  for (const { ruleNames } of model.memberById.values()) for (const name of ruleNames ?? []) names.add(name);
  return [...names].toSorted();
}

const SUMMARY_PDCS_MAX = 12;
const SUMMARY_PDC_LINKS_MAX = 40;

/** The mesh in a glance, for a small picture. */
export function summaryOf({ builtAt, nodeCount, nodeCountByState, links, pdcs, pdcLinks }: Overview) {
  const worst = pdcs.toSorted(
    (a, b) =>
      b.nodeCountByState.down - a.nodeCountByState.down || compareWorstFirst(a.innerLinks, b.innerLinks),
  );
  const shown = new Set(worst.slice(0, SUMMARY_PDCS_MAX).map(({ id }) => id));
  return {
    builtAt,
    nodeCount,
    nodeCountByState,
    links,
    pdcs: pdcs
      .filter(({ id }) => shown.has(id))
      .map(({ id, label, nodeCount: count, worstNodeState }) => ({
        id,
        label,
        nodeCount: count,
        worstNodeState,
      })),
    morePdcCount: pdcs.length - shown.size,
    pdcLinks: pdcLinks.listed
      .filter(({ pdcIds }) => pdcIds.every((id) => shown.has(id)))
      .slice(0, SUMMARY_PDC_LINKS_MAX)
      .map(({ id, pdcIds, worstState, badShare }) => ({ id, pdcIds, worstState, badShare })),
  };
}
