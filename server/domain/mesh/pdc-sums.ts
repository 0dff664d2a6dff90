import { type CountByHealth, countByHealth, HEALTH_STATES, type HealthState } from "../health.ts";
import type { PdcKey } from "../pdc.ts";
import { addCounts, compareWorstFirst, type LinkSums, sumLinks, type VerdictCounts } from "./link-sums.ts";
import type { LinkKind } from "./link-kind.ts";
import { type Blame, blameOf } from "./model/blame.ts";
import type { Cell, PdcMembers } from "./model/cell.ts";
import type { Member } from "./model/member.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import type { PairVerdict } from "./model/pair-verdict.ts";

export type PdcSums = PdcKey & {
  nodeCount: number;
  nodeCountByState: CountByHealth;
  worstNodeState: HealthState | null;
  /** When the node was read whose facts are oldest; null: one was never read. */
  observedAt: Date | null;
  overlayRuleNames: string[];
  warningCount: number;
  innerLinks: LinkSums;
};

/** All links between the nodes of two PDCs. */
export type PdcLinkSums = LinkSums & {
  id: string;
  pdcIds: [string, string];
  pdcLabels: [string, string];
  /** The oldest of what its links rest on; null: nothing was read on some end. */
  observedAt: Date | null;
  declaredMtuBytes: number | null;
};

/** One pair of PDCs, not yet told in full. */
type SummedCell = { cell: Cell; sums: LinkSums };

export type MeshSums = {
  pdcs: PdcSums[];
  /** Pairs of PDCs with any link, worst first. */
  summedCells: SummedCell[];
  links: LinkSums;
  nodeCountByState: CountByHealth;
};

export type SumsQuery = {
  /** Only nodes and links that carry it. */
  overlayRuleName: string | null;
  warningCountByNodeId: ReadonlyMap<string, number>;
};

/** Sums of every PDC and of every pair of them; from counts, never from single links. */
export function sumMesh(model: MeshModel, query: SumsQuery, blame = blameOf(model)): MeshSums {
  const inOrder = [...model.pdcById.values()].filter((pdc) => toldOf(pdc, query).memberIds.length > 0);
  const pdcs = inOrder.toSorted((a, b) => comparePdcs(a.key, b.key));
  const total = new Map<PairVerdict, number>();
  const cells = pdcs.flatMap((pdc, position) =>
    pdcs.slice(position).map((other) => model.cellOf(pdc, other)),
  );
  for (const cell of cells) addCounts(total, model.counted(cell).counts);
  const summedCells = cells
    .filter(({ pdcs: [a, b] }) => a !== b)
    .map((cell) => ({ cell, sums: countedSums(model, cell, query) }))
    .filter(({ sums }) => sums.linkCount > 0);
  const pdcSums = pdcs.map((pdc) => pdcSumsOf(model, pdc, query, blame));
  return {
    pdcs: pdcSums,
    summedCells: summedCells.toSorted(
      (a, b) => compareWorstFirst(a.sums, b.sums) || (a.cell.id < b.cell.id ? -1 : 1),
    ),
    links: sumLinks(total, query.overlayRuleName, blame.of(cells, isCounted(query))),
    nodeCountByState: addedUp(pdcSums.map(({ nodeCountByState }) => nodeCountByState)),
  };
}

function addedUp(all: readonly CountByHealth[]): CountByHealth {
  const total = countByHealth([]);
  for (const counts of all) for (const state of HEALTH_STATES) total[state] += counts[state];
  return total;
}

/** What the nodes of a PDC say together. */
type ToldOfPdc = Pick<
  PdcSums,
  "nodeCount" | "nodeCountByState" | "worstNodeState" | "observedAt" | "overlayRuleNames"
> & { memberIds: readonly string[] };

/** Kept until one of its nodes says something else. */
const toldByPdc = new WeakMap<PdcMembers, { told: number; byRule: Map<string | null, ToldOfPdc> }>();

function toldOf(pdc: PdcMembers, query: Pick<SumsQuery, "overlayRuleName">): ToldOfPdc {
  const kept = toldByPdc.get(pdc);
  const byRule = kept && kept.told === pdc.told ? kept.byRule : new Map<string | null, ToldOfPdc>();
  if (byRule !== kept?.byRule) toldByPdc.set(pdc, { told: pdc.told, byRule });
  const told = byRule.get(query.overlayRuleName) ?? sumUp(membersOf(pdc, query));
  byRule.set(query.overlayRuleName, told);
  return told;
}

function sumUp(members: readonly Member[]): ToldOfPdc {
  const nodeCountByState = countByHealth(members.map(({ state }) => state));
  return {
    nodeCount: members.length,
    nodeCountByState,
    worstNodeState: HEALTH_STATES.find((state) => nodeCountByState[state] > 0) ?? null,
    observedAt: oldestOf(members.map(({ node }) => node.facts?.identity?.observedAt ?? null)),
    overlayRuleNames: [...new Set(members.flatMap(({ ruleNames }) => ruleNames ?? []))].toSorted(),
    memberIds: members.map(({ id }) => id),
  };
}

export function pdcSumsOf(
  model: MeshModel,
  pdc: PdcMembers,
  query: SumsQuery,
  blame = blameOf(model),
): PdcSums {
  const { memberIds, ...told } = toldOf(pdc, query);
  const { warningCountByNodeId: counts } = query;
  return {
    ...pdc.key,
    ...told,
    warningCount: counts.size === 0 ? 0 : memberIds.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0),
    innerLinks: cellSumsOf(model, model.cellOf(pdc, pdc), query, blame),
  };
}

export function pdcLinkSumsOf(
  model: MeshModel,
  cell: Cell,
  query: SumsQuery,
  blame = blameOf(model),
): PdcLinkSums {
  const [a, b] = cell.pdcs.map(({ key }) => key) as [PdcKey, PdcKey]; // A cell has two.
  const path = model.context.pathMtuByPdcPairId.get(cell.id);
  return {
    id: cell.id,
    pdcIds: [a.id, b.id],
    pdcLabels: [a.label, b.label],
    observedAt: oldestOfLinks(cell, query.overlayRuleName ? new Set([query.overlayRuleName]) : null),
    declaredMtuBytes: path?.source === "declared" ? path.mtuBytes : null,
    ...cellSumsOf(model, cell, query, blame),
  };
}

function cellSumsOf(model: MeshModel, cell: Cell, query: SumsQuery, blame: Blame): LinkSums {
  const sums = countedSums(model, cell, query);
  return sums.badCount > 0 ? { ...sums, attribution: blame.of([cell], isCounted(query)) } : sums;
}

/** Kept with the counts they are made of, so that only what changed is summed again. Says nothing of who is to blame. */
const sumsByCounts = new WeakMap<VerdictCounts, Map<string | null, LinkSums>>();

function countedSums(model: MeshModel, cell: Cell, { overlayRuleName }: SumsQuery): LinkSums {
  const { counts } = model.counted(cell);
  const known = sumsByCounts.get(counts) ?? new Map<string | null, LinkSums>();
  sumsByCounts.set(counts, known);
  const sums = known.get(overlayRuleName) ?? sumLinks(counts, overlayRuleName);
  known.set(overlayRuleName, sums);
  return sums;
}

/** The nodes that have a link here over one of the rules; null: over any. */
function linkedMembers(cell: Cell, overlayRuleNames: ReadonlySet<string> | null): Member[] {
  const [a, b] = cell.pdcs;
  const sharing = (own: PdcMembers, other: PdcMembers) =>
    [...own.linkedByClass.values()].filter((group) => {
      const peers = [...other.linkedByClass.values()].filter((peer) => peer !== group || group.size > 1);
      return peers.some((peer) => isSharing(group, peer, overlayRuleNames));
    });
  const groups = new Set([...sharing(a, b), ...sharing(b, a)]);
  return [...groups].flatMap((group) => [...group]);
}

/** Nodes of one class have the same rules; two whose rules were never read may share any. */
function isSharing(
  a: ReadonlySet<Member>,
  b: ReadonlySet<Member>,
  overlayRuleNames: ReadonlySet<string> | null,
): boolean {
  const [[first], [second]] = [a, b];
  if (!first || !second) return false;
  if (!first.ruleNames || !second.ruleNames) return overlayRuleNames === null;
  return first.ruleNames.some(
    (name) => second.ruleNameSet.has(name) && (overlayRuleNames?.has(name) ?? true),
  );
}

/** The oldest of what the links rest on; null: nothing was read on some end, or there is no link. */
export function oldestOfLinks(cell: Cell, overlayRuleNames: ReadonlySet<string> | null): Date | null {
  const [a, b] = cell.pdcs;
  const areNamed = a.key.kind === "named" && b.key.kind === "named";
  const kind: Exclude<LinkKind, "unknown"> = areNamed && a !== b ? "ipsecLink" : "adminLink";
  return oldestOf(
    linkedMembers(cell, overlayRuleNames).map(({ observedAtByKind }) => observedAtByKind[kind]),
  );
}

export function membersOf(
  pdc: PdcMembers,
  { overlayRuleName }: Pick<SumsQuery, "overlayRuleName">,
): Member[] {
  const members = [...pdc.members];
  return overlayRuleName ? members.filter(({ ruleNameSet }) => ruleNameSet.has(overlayRuleName)) : members;
}

export function isCounted({ overlayRuleName }: Pick<SumsQuery, "overlayRuleName">) {
  return ({ rules }: PairVerdict) =>
    overlayRuleName === null || rules.some(({ name }) => name === overlayRuleName);
}

/** Named PDCs by name, then the gatherings of nodes without a name and of those never read. */
function comparePdcs(a: PdcKey, b: PdcKey): number {
  const rank = ({ kind }: PdcKey) => ["named", "no-name", "unread"].indexOf(kind);
  return rank(a) - rank(b) || a.label.localeCompare(b.label) || (a.id < b.id ? -1 : 1);
}

function oldestOf(instants: readonly (Date | null)[]): Date | null {
  let first: Date | null = null;
  for (const instant of instants) {
    if (!instant) return null;
    if (!first || instant < first) first = instant;
  }
  return first;
}
