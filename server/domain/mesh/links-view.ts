import { type LinkListing, linkListingOf } from "./link-brief.ts";
import type { LinkPath } from "./link-path.ts";
import type { HealthState } from "../health.ts";
import type { Cell } from "./model/cell.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import { type MtuOutcome, mtuOutcomeOf, type PairVerdict } from "./model/pair-verdict.ts";
import { compareVerdicts, type Pair, pairsOfCell, pairsOfMember } from "./model/pairs.ts";
import { pageOf, type PageRequest } from "./mesh-page.ts";
import { isCounted, type SumsQuery } from "./pdc-sums.ts";

/** Whose links: those of a PDC are the ones inside it and all that leave it. */
export type LinksWithin =
  | { kind: "mesh" }
  | { kind: "pdc"; id: string }
  | { kind: "node"; id: string }
  | { kind: "pdc-link"; id: string };

/** Left out: null for nothing. */
export type LinksHidden = {
  states: HealthState[];
  paths: LinkPath[];
  mtus: MtuOutcome[];
};

export type LinksView = {
  builtAt: Date;
  /** Worst first. */
  links: LinkListing[];
  nextCursor: number | null;
  totalCount: number;
};

/** null: there is no such PDC, pair or node. Pairs are made only as far as the page needs them. */
export function linksViewOf(
  model: MeshModel,
  within: LinksWithin,
  { hidden, ...query }: SumsQuery & { hidden: LinksHidden },
  page: PageRequest,
): LinksView | null {
  const isOfRule = isCounted(query);
  const accepts = (verdict: PairVerdict) =>
    isOfRule(verdict) &&
    !hidden.states.includes(verdict.state) &&
    !hidden.paths.includes(verdict.path) &&
    !hidden.mtus.includes(mtuOutcomeOf(verdict, query.overlayRuleName));
  const found = pairsWithin(model, within, accepts);
  if (!found) return null;
  const { items, nextCursor } = pageOf(found.pairs, page);
  return {
    builtAt: model.now,
    links: items.flatMap((pair) => linkListingOf(model, pair)),
    nextCursor,
    totalCount: found.totalCount,
  };
}

type Found = { pairs: Iterable<Pair>; totalCount: number };

function pairsWithin(
  model: MeshModel,
  within: LinksWithin,
  accepts: (verdict: PairVerdict) => boolean,
): Found | null {
  if (within.kind === "node") {
    const member = model.memberById.get(within.id);
    if (!member) return null;
    const pairs = pairsOfMember(model, member, accepts);
    return { pairs, totalCount: pairs.length };
  }
  const cells = cellsWithin(model, within);
  if (!cells) return null;
  let totalCount = 0;
  const cellsByVerdict = new Map<PairVerdict, Cell[]>();
  for (const cell of cells) {
    for (const [verdict, count] of model.counted(cell).counts) {
      if (!accepts(verdict)) continue;
      totalCount += count;
      const known = cellsByVerdict.get(verdict);
      if (known) known.push(cell);
      else cellsByVerdict.set(verdict, [cell]);
    }
  }
  return { pairs: pairsByVerdict(model, cellsByVerdict), totalCount };
}

function* pairsByVerdict(
  model: MeshModel,
  cellsByVerdict: ReadonlyMap<PairVerdict, readonly Cell[]>,
): Generator<Pair> {
  for (const verdict of [...cellsByVerdict.keys()].toSorted(compareVerdicts)) {
    for (const cell of cellsByVerdict.get(verdict) ?? []) {
      yield* pairsOfCell(model, cell, (other) => other === verdict);
    }
  }
}

function cellsWithin(model: MeshModel, within: Exclude<LinksWithin, { kind: "node" }>): Cell[] | null {
  const pdcIds = [...model.pdcById.keys()].toSorted();
  if (within.kind === "mesh") {
    return pdcIds.flatMap((id, position) =>
      pdcIds.slice(position).flatMap((other) => model.cell(id, other) ?? []),
    );
  }
  if (within.kind === "pdc-link") {
    const [a = "", b = ""] = within.id.split(",");
    const cell = model.cell(a, b);
    return cell ? [cell] : null;
  }
  if (!model.pdcById.has(within.id)) return null;
  return pdcIds.flatMap((other) => model.cell(within.id, other) ?? []);
}
