import type { IdRange } from "#server/domain/id-range.ts";

/** Largest first; the triggers on `vxlan` count blocks of all but the last. */
const BLOCK_SIZES = [100_000, 1000, 1] as const;

/** Whole blocks of `size` ids, `first` to `last` by number; of size 1 they are the ids themselves. */
export type BlockRun = { size: number; first: number; last: number };

/** The range in as few and as large blocks as can be, in order; `smallerThan` leaves out blocks of that size and larger. */
export function blockRuns({ first, last }: IdRange, smallerThan = Number.POSITIVE_INFINITY): BlockRun[] {
  if (first > last) return [];
  for (const size of BLOCK_SIZES) {
    const run = { size, first: Math.ceil(first / size), last: Math.floor((last + 1) / size) - 1 };
    if (size >= smallerThan || run.first > run.last) continue;
    return [
      ...blockRuns({ first, last: run.first * size - 1 }, size),
      run,
      ...blockRuns({ first: (run.last + 1) * size, last }, size),
    ];
  }
  return [];
}

/** The same ids in smaller blocks. */
export function splitBlock({ size, block }: { size: number; block: number }): BlockRun[] {
  return blockRuns({ first: block * size, last: (block + 1) * size - 1 }, size);
}
