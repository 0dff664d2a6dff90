import { compareWorstFirst, type LinkSums, sumLinks } from "./link-sums.ts";
import { type LinkBrief, linkBriefOf } from "./link-brief.ts";
import type { MeshNode } from "./mesh-node.ts";
import { pageOf, type PageRequest } from "./mesh-page.ts";
import { blameOf } from "./model/blame.ts";
import type { Member } from "./model/member.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import { compareMembers, countsOfMember, pairsOfCell } from "./model/pairs.ts";
import type { PairVerdict } from "./model/pair-verdict.ts";
import {
  isCounted,
  membersOf,
  type PdcLinkSums,
  pdcLinkSumsOf,
  type PdcSums,
  pdcSumsOf,
  type SumsQuery,
} from "./pdc-sums.ts";

export type NodeSums = MeshNode & { warningCount: number; innerLinks: LinkSums; outerLinks: LinkSums };

/** The near level: one PDC's nodes, those links among them that need a look, and its pdcLinks. */
export type PdcView = {
  builtAt: Date;
  pdc: PdcSums;
  nodes: NodeSums[];
  nextCursor: number | null;
  totalCount: number;
  /** Those that are not up, or all while they are few; worst first. `moreLinkCount` are left out. */
  links: LinkBrief[];
  moreLinkCount: number;
  pdcLinks: PdcLinkSums[];
};

const INNER_LINKS_MAX = 300;
/** Up to this many links are told one by one, also those that are up. */
const INNER_LINKS_ALL_MAX = 15;

/** null: there is no such PDC. */
export function pdcViewOf(
  model: MeshModel,
  pdcId: string,
  query: SumsQuery,
  page: PageRequest,
): PdcView | null {
  const pdc = model.pdcById.get(pdcId);
  const inner = model.cell(pdcId, pdcId);
  if (!pdc || !inner) return null;
  const blame = blameOf(model);
  const counts = isCounted(query);
  const members = membersOf(pdc, query).toSorted(compareMembers);
  const usual = new Map<string, PairVerdict | null>();
  const { items, nextCursor } = pageOf(members, page);
  const sums = pdcSumsOf(model, pdc, query, blame);
  const areAllTold = sums.innerLinks.linkCount <= INNER_LINKS_ALL_MAX;
  const isTold = (verdict: PairVerdict) => (areAllTold || verdict.state !== "up") && counts(verdict);
  const links = pageOf(pairsOfCell(model, inner, isTold), { cursor: 0, limit: INNER_LINKS_MAX }).items;
  const toldCount = sums.innerLinks.linkCount - (areAllTold ? 0 : sums.innerLinks.countByState.up);
  const others = [...model.pdcById.keys()].filter((id) => id !== pdcId);
  return {
    builtAt: model.now,
    pdc: sums,
    nodes: items.map((member) => nodeSumsOf(model, member, query, usual)),
    nextCursor,
    totalCount: members.length,
    links: links.map(linkBriefOf),
    moreLinkCount: toldCount - links.length,
    pdcLinks: others
      .flatMap((id) => model.cell(pdcId, id) ?? [])
      .map((cell) => {
        model.counted(cell);
        return pdcLinkSumsOf(model, cell, query, blame);
      })
      .filter(({ linkCount }) => linkCount > 0)
      .toSorted((a, b) => compareWorstFirst(a, b) || (a.id < b.id ? -1 : 1)),
  };
}

function nodeSumsOf(
  model: MeshModel,
  member: Member,
  { overlayRuleName, warningCountByNodeId }: SumsQuery,
  usual: Map<string, PairVerdict | null>,
): NodeSums {
  const outer = new Map<PairVerdict, number>();
  let inner = new Map<PairVerdict, number>();
  for (const [pdcId, counts] of countsOfMember(model, member, usual)) {
    if (pdcId === member.pdc.id) inner = counts;
    else for (const [verdict, count] of counts) outer.set(verdict, (outer.get(verdict) ?? 0) + count);
  }
  return {
    ...model.meshNode(member),
    warningCount: warningCountByNodeId.get(member.id) ?? 0,
    innerLinks: sumLinks(inner, overlayRuleName),
    outerLinks: sumLinks(outer, overlayRuleName),
  };
}
