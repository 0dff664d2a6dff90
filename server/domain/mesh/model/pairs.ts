import { HEALTH_STATES } from "../../health.ts";
import type { Cell } from "./cell.ts";
import type { Member } from "./member.ts";
import type { MeshModel } from "./mesh-model.ts";
import type { PairVerdict } from "./pair-verdict.ts";
import { inOrder } from "../../in-order.ts";

export type Pair = { a: Member; b: Member; verdict: PairVerdict };
type Accepts = (verdict: PairVerdict) => boolean;

/** Pairs of a cell, worst first; those without evidence of their own are made as they are asked for. */
export function* pairsOfCell(model: MeshModel, cell: Cell, accepts: Accepts): Generator<Pair> {
  const { counts, usual } = model.counted(cell);
  const recordedBy = Map.groupBy(cell.records, ({ verdict }) => verdict);
  for (const verdict of [...counts.keys()].filter(accepts).toSorted(compareVerdicts)) {
    const recorded = recordedBy.get(verdict) ?? [];
    for (const { a, b } of recorded.toSorted(
      (x, y) => compareMembers(x.a, y.a) || compareMembers(x.b, y.b),
    )) {
      yield { a, b, verdict };
    }
    for (const pairs of usual.filter((some) => some.verdict === verdict)) {
      yield* unrecordedPairs(pairs.a, pairs.b, verdict);
    }
  }
}

function* unrecordedPairs(
  a: ReadonlySet<Member>,
  b: ReadonlySet<Member>,
  verdict: PairVerdict,
): Generator<Pair> {
  const peers = [...b].toSorted(compareMembers);
  for (const [position, member] of [...a].toSorted(compareMembers).entries()) {
    for (const peer of a === b ? peers.slice(position + 1) : peers) {
      if (!member.records.has(peer)) yield { a: member, b: peer, verdict };
    }
  }
}

/** All links of a node, worst first. */
export function pairsOfMember(model: MeshModel, member: Member, accepts: Accepts): Pair[] {
  const verdictByClass = new Map<string, PairVerdict | null>();
  const pairs: Pair[] = [];
  for (const peer of model.memberById.values()) {
    const key = `${peer.pdc.id} ${peer.classId}`;
    const isUsual = peer !== member && peer.isLinked && !member.records.has(peer);
    let verdict = isUsual ? verdictByClass.get(key) : undefined;
    if (verdict === undefined) {
      verdict = model.verdict(member, peer);
      if (isUsual) verdictByClass.set(key, verdict);
    }
    if (verdict && accepts(verdict)) pairs.push({ a: member, b: peer, verdict });
  }
  return pairs.toSorted((x, y) => compareVerdicts(x.verdict, y.verdict) || compareMembers(x.b, y.b));
}

/** Counts a node's links by the PDC of their other end. Asked of several nodes, `usual` spares asking again of like ones. */
export function countsOfMember(
  model: MeshModel,
  member: Member,
  usual: Map<string, PairVerdict | null>,
): Map<string, Map<PairVerdict, number>> {
  const recorded = Map.groupBy(member.records, ([peer]) => `${peer.pdc.id} ${peer.classId}`);
  const countsByPdcId = new Map<string, Map<PairVerdict, number>>();
  for (const { key, linkedByClass } of model.pdcById.values()) {
    const counts = new Map<PairVerdict, number>();
    const add = (verdict: PairVerdict | null, count: number) =>
      verdict && counts.set(verdict, (counts.get(verdict) ?? 0) + count);
    for (const [classId, group] of member.isLinked ? linkedByClass : []) {
      const known = recorded.get(`${key.id} ${classId}`) ?? [];
      for (const [, { verdict }] of known) add(verdict, 1);
      const count = group.size - known.length - (group.has(member) ? 1 : 0);
      if (count > 0) add(usualVerdict(model, member, { pdcId: key.id, classId, group }, usual), count);
    }
    countsByPdcId.set(key.id, counts);
  }
  return countsByPdcId;
}

function usualVerdict(
  model: MeshModel,
  member: Member,
  { pdcId, classId, group }: { pdcId: string; classId: number; group: ReadonlySet<Member> },
  usual: Map<string, PairVerdict | null>,
): PairVerdict | null {
  const key = `${member.pdc.id} ${member.classId} ${pdcId} ${classId}`;
  const known = usual.get(key);
  if (known !== undefined) return known;
  for (const peer of group) {
    if (peer === member || member.records.has(peer)) continue;
    const verdict = model.verdict(member, peer);
    usual.set(key, verdict);
    return verdict;
  }
  return null;
}

/** By hostname, as everywhere. */
export function compareMembers(a: Member, b: Member): number {
  const [first, second] = [a.node.hostname, b.node.hostname];
  if (first !== second) return first < second ? -1 : 1;
  return inOrder(a.id, b.id);
}

/** Idle links come after all others that are not known to be up. */
export function compareVerdicts(a: PairVerdict, b: PairVerdict): number {
  const rank = ({ state, isIdle }: PairVerdict) => HEALTH_STATES.indexOf(state) + (isIdle ? 0.5 : 0);
  return rank(a) - rank(b) || a.causes.join().localeCompare(b.causes.join());
}
