import type { PdcKey } from "../../pdc.ts";
import type { Member, PairRecord } from "./member.ts";
import type { PairVerdict } from "./pair-verdict.ts";

/**
 * The nodes of one PDC, its linked ones by class. `version` grows with every change of who is in which class, `told` with
 * every change of what one of them says.
 */
export type PdcMembers = {
  key: PdcKey;
  members: Set<Member>;
  linkedByClass: Map<number, Set<Member>>;
  version: number;
  told: number;
  cellByPdc: Map<PdcMembers, Cell>;
};

/** Many pairs of two classes that no evidence speaks of one by one. */
export type UsualPairs = {
  a: ReadonlySet<Member>;
  b: ReadonlySet<Member>;
  verdict: PairVerdict;
  pairCount: number;
};

/** All pairs between two PDCs, or inside one. */
export type Cell = {
  id: string;
  pdcs: readonly [PdcMembers, PdcMembers];
  records: Set<PairRecord>;
  /** Those that are down or degraded. */
  badRecords: Set<PairRecord>;
  /** null: to be counted anew. */
  counted: {
    versions: readonly [number, number];
    counts: Map<PairVerdict, number>;
    usual: UsualPairs[];
  } | null;
};

type VerdictOfPair = (a: Member, b: Member) => PairVerdict | null;

/** Counts by verdict: recorded pairs one by one, all others class by class. */
export function countCell(cell: Cell, verdictOfPair: VerdictOfPair): NonNullable<Cell["counted"]> {
  const [first, second] = cell.pdcs;
  const versions = [first.version, second.version] as const;
  const { counted } = cell;
  if (counted && counted.versions[0] === versions[0] && counted.versions[1] === versions[1]) return counted;
  const counts = new Map<PairVerdict, number>();
  const add = (verdict: PairVerdict, count: number) =>
    counts.set(verdict, (counts.get(verdict) ?? 0) + count);
  const recordedByClasses = new Map<string, number>();
  for (const { a, b, verdict } of cell.records) {
    const key = classPair(first, second, a, b);
    recordedByClasses.set(key, (recordedByClasses.get(key) ?? 0) + 1);
    if (verdict) add(verdict, 1);
  }
  const usual: UsualPairs[] = [];
  for (const [classA, a] of first.linkedByClass) {
    for (const [classB, b] of second.linkedByClass) {
      if (first === second && classB < classA) continue;
      const all = a === b ? (a.size * (a.size - 1)) / 2 : a.size * b.size;
      const pairCount = all - (recordedByClasses.get(`${classA} ${classB}`) ?? 0);
      const verdict = pairCount > 0 ? verdictOfUnrecorded(a, b, verdictOfPair) : null;
      if (!verdict) continue;
      usual.push({ a, b, verdict, pairCount });
      add(verdict, pairCount);
    }
  }
  return (cell.counted = { versions, counts, usual });
}

function classPair(first: PdcMembers, second: PdcMembers, a: Member, b: Member): string {
  if (first === second) {
    return a.classId < b.classId ? `${a.classId} ${b.classId}` : `${b.classId} ${a.classId}`;
  }
  return a.pdc.id === first.key.id ? `${a.classId} ${b.classId}` : `${b.classId} ${a.classId}`;
}

function verdictOfUnrecorded(
  a: ReadonlySet<Member>,
  b: ReadonlySet<Member>,
  verdictOfPair: VerdictOfPair,
): PairVerdict | null {
  for (const member of a) {
    for (const peer of b) {
      if (member !== peer && !member.records.has(peer)) return verdictOfPair(member, peer);
    }
  }
  return null;
}
