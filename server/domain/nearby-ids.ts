import { countIds, type IdRange, mergeIdRanges } from "./id-range.ts";

/** A run of free ids entered from the side that lies nearer to what one has. */
type Entry = { run: IdRange; isFromLast: boolean; distance: number };

/**
 * `count` of the `free` ids, as near to `own` as can be: in one run where one is long enough, else in as few as needed,
 * nearest first; all of them when they are fewer. Both sets are sorted and merged, and have no id in common.
 */
export function pickNearby(
  count: number,
  free: readonly IdRange[],
  own: readonly IdRange[],
): readonly IdRange[] {
  const entries = free
    .flatMap((run) => entriesOf(run, own))
    .toSorted(
      (a, b) =>
        a.distance - b.distance || Number(a.isFromLast) - Number(b.isFromLast) || a.run.first - b.run.first,
    );
  const fitting = entries.find(({ run }) => countIds([run]) >= count);
  if (fitting) return count === 0 ? [] : [taken(fitting, count)];
  const picked: IdRange[] = [];
  const seen = new Set<IdRange>();
  let missing = count;
  for (const entry of entries) {
    if (missing === 0) break;
    if (seen.has(entry.run)) continue;
    seen.add(entry.run);
    const range = taken(entry, Math.min(missing, countIds([entry.run])));
    picked.push(range);
    missing -= countIds([range]);
  }
  return mergeIdRanges(picked);
}

function entriesOf(run: IdRange, own: readonly IdRange[]): Entry[] {
  const below = own.findLast(({ last }) => last < run.first);
  const above = own.find(({ first }) => first > run.last);
  const fromFirst = { run, isFromLast: false };
  if (!below && !above) return [{ ...fromFirst, distance: run.first }];
  return [
    ...(below ? [{ ...fromFirst, distance: run.first - below.last }] : []),
    ...(above ? [{ run, isFromLast: true, distance: above.first - run.last }] : []),
  ];
}

function taken({ run, isFromLast }: Entry, count: number): IdRange {
  return isFromLast
    ? { first: run.last - count + 1, last: run.last }
    : { first: run.first, last: run.first + count - 1 };
}
