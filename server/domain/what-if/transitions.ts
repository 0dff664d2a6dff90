import type { Member } from "../mesh/model/member.ts";
import type { MeshModel } from "../mesh/model/mesh-model.ts";
import { pdcPairId } from "../pdc.ts";
import { likenessOf } from "./imagined-mesh.ts";
import { type FixedListening, fixedListeningOf, type Look, lookOf } from "./look.ts";

/** A node as it is and as it would be; null: it is not there. */
export type Entry = {
  id: string;
  hostname: string;
  before: Member | null;
  /** Of nodes that would stay as they are: null where one of their kind stands for them. */
  after: Member | null;
  isConcerned: boolean;
};

/** Links that are alike before and alike after, between nodes of two kinds or one pair with evidence of its own. */
export type Transition = {
  /** null: there is no such link. */
  before: Look | null;
  after: Look | null;
  count: number;
  /** PDC ids of both ends, before and after, in the same order; null: the end is not there. */
  pdcIds: { before: readonly [string | null, string | null]; after: readonly [string | null, string | null] };
  /** Some of them. */
  pairs: () => Iterable<readonly [Entry, Entry]>;
  /** Kinds of both ends; with `pair` it is one pair alone. */
  groups: readonly [Group, Group];
  pair: readonly [Entry, Entry] | null;
};

export type Group = { key: string; entries: Entry[]; isConcerned: boolean };

export type Grouping = { groupByNodeId: ReadonlyMap<string, Group>; groups: readonly Group[] };

/** Nodes that are alike before and after. */
export function* groupNodes(
  before: MeshModel,
  after: MeshModel,
  concerned: ReadonlySet<string>,
): Generator<void, Grouping> {
  const groupByKey = new Map<string, Group>();
  const groupByNodeId = new Map<string, Group>();
  const ids = new Set([...before.memberById.keys(), ...after.memberById.keys()]);
  let position = 0;
  for (const id of ids) {
    if ((position += 1) % 500 === 0) yield;
    const [was, is] = [linked(before, id), linked(after, id)];
    if (!was && !is) continue;
    const isConcerned = concerned.has(id);
    const key = isConcerned
      ? `concerned|${was ? likenessOf(was) : ""}|${is ? likenessOf(is) : ""}`
      : was
        ? likenessOf(was)
        : "";
    const entry: Entry = {
      id,
      hostname: (is ?? was)?.node.hostname ?? id,
      before: was,
      after: is,
      isConcerned,
    };
    const group = groupByKey.get(key) ?? { key, entries: [], isConcerned };
    groupByKey.set(key, group);
    group.entries.push(entry);
    groupByNodeId.set(id, group);
  }
  return { groupByNodeId, groups: [...groupByKey.values()] };
}

function linked(model: MeshModel, id: string): Member | null {
  const member = model.memberById.get(id);
  return member?.isLinked ? member : null;
}

/**
 * Every link of a node concerned, as it is and as it would be, told class by class: pairs that some evidence speaks of one by
 * one, all others together. Pauses now and then.
 */
export function* transitionsOf(
  before: MeshModel,
  after: MeshModel,
  { groupByNodeId, groups }: Grouping,
): Generator<Transition | undefined> {
  const look = lookerOf(before, after);
  const entryById = new Map(
    groups.flatMap(({ entries }) => entries.map((entry) => [entry.id, entry] as const)),
  );
  const recordedCounts = new Map<string, number>();
  for (const group of groups) {
    if (!group.isConcerned) continue;
    for (const a of group.entries) {
      yield undefined;
      for (const id of recordedPeerIds(a)) {
        const b = entryById.get(id);
        const other = groupByNodeId.get(id);
        if (!b || !other || (b.isConcerned && b.id < a.id)) continue;
        const key = groupPairKey(group, other);
        recordedCounts.set(key, (recordedCounts.get(key) ?? 0) + 1);
        yield { ...look(a, b), count: 1, pairs: () => [[a, b]], groups: [group, other], pair: [a, b] };
      }
    }
  }
  for (const [position, a] of groups.entries()) {
    yield undefined;
    for (const b of groups.slice(position)) {
      if (!a.isConcerned && !b.isConcerned) continue;
      const recorded = recordedCounts.get(groupPairKey(a, b)) ?? 0;
      const count = pairCount(a, b) - recorded;
      const sample = count > 0 ? firstOf(unrecordedPairs(a, b)) : null;
      if (!sample) continue;
      yield {
        ...look(sample[0], sample[1]),
        count,
        pairs: () => unrecordedPairs(a, b, false),
        groups: [a, b],
        pair: null,
      };
    }
  }
}

function firstOf<T>(items: Iterable<T>): T | null {
  for (const item of items) return item;
  return null;
}

function pairCount(a: Group, b: Group): number {
  return a === b ? (a.entries.length * (a.entries.length - 1)) / 2 : a.entries.length * b.entries.length;
}

/** The same for both orders. */
export function groupPairKey(a: Group, b: Group): string {
  return a.key < b.key ? `${a.key}&${b.key}` : `${b.key}&${a.key}`;
}

function recordedPeerIds({ before, after }: Entry): Set<string> {
  const ids = new Set<string>();
  for (const { id } of before?.records.keys() ?? []) ids.add(id);
  for (const { id } of after?.records.keys() ?? []) ids.add(id);
  return ids;
}

function isRecorded(a: Entry, b: Entry): boolean {
  return Boolean(
    (a.before && b.before && a.before.records.has(b.before)) ||
    (a.after && b.after && a.after.records.has(b.after)),
  );
}

/** `canBeAsked`: only of nodes that the imagined mesh holds. */
function* unrecordedPairs(a: Group, b: Group, canBeAsked = true): Generator<readonly [Entry, Entry]> {
  const isHeld = ({ before, after }: Entry) => !canBeAsked || after !== null || before === null;
  const answers = (entry: Entry) => entry.isConcerned || isHeld(entry);
  for (const [position, one] of a.entries.entries()) {
    if (!answers(one)) continue;
    for (const other of a === b ? b.entries.slice(position + 1) : b.entries) {
      if (answers(other) && !isRecorded(one, other)) yield [one, other];
    }
  }
}

function lookerOf(before: MeshModel, after: MeshModel) {
  const fixedByMember = new Map<Member, FixedListening>();
  const fixedOf = (member: Member) => {
    const known = fixedByMember.get(member) ?? fixedListeningOf(member);
    fixedByMember.set(member, known);
    return known;
  };
  const side = (model: MeshModel, a: Member | null, b: Member | null) =>
    a && b ? lookOf(model.verdict(a, b), [fixedOf(a), fixedOf(b)]) : null;
  return (a: Entry, b: Entry): Pick<Transition, "before" | "after" | "pdcIds"> => ({
    before: side(before, a.before, b.before),
    after: side(after, a.after, b.after),
    pdcIds: {
      before: [a.before?.pdc.id ?? null, b.before?.pdc.id ?? null],
      after: [(a.after ?? unchanged(a))?.pdc.id ?? null, (b.after ?? unchanged(b))?.pdc.id ?? null],
    },
  });
}

function unchanged({ before, isConcerned }: Entry): Member | null {
  return isConcerned ? null : before;
}

/** null: an end is not there. */
export function pairIdOf([a, b]: readonly [string | null, string | null]): string | null {
  return a === null || b === null ? null : pdcPairId(a, b);
}
