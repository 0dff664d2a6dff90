import type { Member } from "../mesh/model/member.ts";
import type { MeshModel } from "../mesh/model/mesh-model.ts";
import type { PairVerdict } from "../mesh/model/pair-verdict.ts";
import { linkId } from "../mesh/link.ts";
import { type ChangeWeight, compareChanges, tellChange, type ToldChange } from "./change-words.ts";
import {
  digestOf,
  isSameLook,
  type LookChange,
  looksDifference,
  type MeshLook,
  type MeshSubjectKind,
} from "./mesh-look.ts";

export type MeshComparison = {
  countByKind: Record<MeshSubjectKind, number>;
  countByWeight: Record<ChangeWeight, number>;
  /** Encryption lost first. */
  changes: ToldChange[];
  /** Changes that are counted and not listed. */
  moreCount: number;
  /** Pairs of nodes that were too many to be looked at one by one; their pairs of PDCs were. */
  skippedPairCount: number;
};

const LISTED_CHANGES_MAX = 300;
/** Single links are compared in this many pairs of nodes; those of PDC pairs that changed come first. */
const COMPARED_PAIRS_MAX = 150_000;

/** What is different between two instants, told by meaning. Swapped, each change is the same the other way round. */
export function compareMeshes(before: MeshModel, after: MeshModel): MeshComparison {
  const places = looksDifference(digestOf(before).looks, digestOf(after).looks);
  const { changes: links, skippedPairCount } = linkChanges(before, after);
  const told = [...places, ...links].map(tellChange).toSorted(compareChanges);
  const countOf = <T>(matches: (change: ToldChange) => T) => told.filter(matches).length;
  return {
    countByKind: {
      pdc: countOf(({ kind }) => kind === "pdc"),
      node: countOf(({ kind }) => kind === "node"),
      "pdc-link": countOf(({ kind }) => kind === "pdc-link"),
      link: countOf(({ kind }) => kind === "link"),
    },
    countByWeight: {
      "encryption-lost": countOf(({ weight }) => weight === "encryption-lost"),
      worse: countOf(({ weight }) => weight === "worse"),
      better: countOf(({ weight }) => weight === "better"),
      other: countOf(({ weight }) => weight === "other"),
    },
    changes: told.slice(0, LISTED_CHANGES_MAX),
    moreCount: Math.max(0, told.length - LISTED_CHANGES_MAX),
    skippedPairCount,
  };
}

function linkChanges(
  before: MeshModel,
  after: MeshModel,
): { changes: LookChange[]; skippedPairCount: number } {
  const changes: LookChange[] = [];
  const isEveryPairMet = (ids: readonly string[]) =>
    (ids.length * (ids.length - 1)) / 2 <= COMPARED_PAIRS_MAX;
  const all = [...new Set([...before.memberById.keys(), ...after.memberById.keys()])].toSorted();
  const pairs = isEveryPairMet(all) ? everyPair(all) : pairsOfChangedNodes(before, after, all);
  let compared = 0;
  for (const [a, b] of pairs) {
    if (compared === COMPARED_PAIRS_MAX) break;
    compared += 1;
    const [was, is] = [lookOf(before, a, b), lookOf(after, a, b)];
    if ((!was && !is) || (was && is && isSameLook(was, is))) continue;
    const names = [a, b].map((id) => hostnameOf(after, before, id)).toSorted();
    changes.push({ kind: "link", id: linkId(a, b), label: names.join(" – "), before: was, after: is });
  }
  return { changes, skippedPairCount: (all.length * (all.length - 1)) / 2 - compared };
}

function* everyPair(ids: readonly string[]): Generator<[string, string]> {
  for (const [position, a] of ids.entries()) {
    for (const b of ids.slice(position + 1)) yield [a, b];
  }
}

/** A link looks different only when one of its ends was read anew, or time went over it; the former alone can be told apart. */
function* pairsOfChangedNodes(
  before: MeshModel,
  after: MeshModel,
  ids: readonly string[],
): Generator<[string, string]> {
  const changed = new Set(ids.filter((id) => isChanged(before.memberById.get(id), after.memberById.get(id))));
  for (const a of changed) {
    for (const b of ids) if (a !== b && (!changed.has(b) || a < b)) yield a < b ? [a, b] : [b, a];
  }
}

function isChanged(before: Member | undefined, after: Member | undefined): boolean {
  return !before || !after || before.state !== after.state || before.classId !== after.classId;
}

function lookOf(model: MeshModel, idA: string, idB: string): MeshLook | null {
  const [a, b] = [model.memberById.get(idA), model.memberById.get(idB)];
  const verdict = a && b ? model.verdict(a, b) : null;
  return verdict && lookOfVerdict(verdict);
}

function lookOfVerdict({ state, path, rules }: PairVerdict): MeshLook {
  const mtus = rules.flatMap(({ mtu }) => mtu?.effectiveBytes ?? []);
  return { state, path, effectiveMtuBytes: mtus.length > 0 ? Math.min(...mtus) : null };
}

function hostnameOf(first: MeshModel, second: MeshModel, id: string): string {
  return first.node(id)?.hostname ?? second.node(id)?.hostname ?? "?";
}
