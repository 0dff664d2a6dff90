import { addCounts, compareWorstFirst, type LinkSums, sumLinks } from "./link-sums.ts";
import { type LinkEnd, linkEndOf, type LinkListing, linkListingOf } from "./link-brief.ts";
import type { MeshNode } from "./mesh-node.ts";
import { pageOf, type PageRequest } from "./mesh-page.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import type { PairVerdict } from "./model/pair-verdict.ts";
import { countsOfMember, pairsOfMember } from "./model/pairs.ts";
import { isCounted, type SumsQuery } from "./pdc-sums.ts";

/** One node and all its links. */
export type NodeView = {
  builtAt: Date;
  node: MeshNode & { pdcLabel: string; warningCount: number };
  links: LinkSums;
  /** By the PDC of the other end, worst first. */
  sumsByPdc: (LinkSums & { pdcId: string; pdcLabel: string })[];
  /** Worst first. */
  rows: (LinkListing & { peer: LinkEnd })[];
  nextCursor: number | null;
  totalCount: number;
};

/** null: there is no such node. */
export function nodeViewOf(
  model: MeshModel,
  nodeId: string,
  query: SumsQuery,
  page: PageRequest,
): NodeView | null {
  const member = model.memberById.get(nodeId);
  if (!member) return null;
  const total = new Map<PairVerdict, number>();
  const sumsByPdc = [...countsOfMember(model, member, new Map())].map(([pdcId, counts]) => {
    addCounts(total, counts);
    const pdcLabel = model.pdcById.get(pdcId)?.key.label ?? "";
    return { pdcId, pdcLabel, ...sumLinks(counts, query.overlayRuleName) };
  });
  const links = sumLinks(total, query.overlayRuleName);
  const { items, nextCursor } = pageOf(pairsOfMember(model, member, isCounted(query)), page);
  return {
    builtAt: model.now,
    node: {
      ...model.meshNode(member),
      pdcLabel: member.pdc.label,
      warningCount: query.warningCountByNodeId.get(nodeId) ?? 0,
    },
    links,
    sumsByPdc: sumsByPdc.filter(({ linkCount }) => linkCount > 0).toSorted(compareWorstFirst),
    rows: items.flatMap((pair) =>
      linkListingOf(model, pair).map((listing) => ({ ...listing, peer: linkEndOf(pair.b) })),
    ),
    nextCursor,
    totalCount: links.linkCount,
  };
}
