import type { BadShare, LinkSums } from "./link-sums.ts";

const LETTER_BY_STATE = { down: "d", degraded: "g", stale: "s", unknown: "u", up: "o" } as const;
const NO_LINK = "-";
const IDLE = "i";
const SHARES: readonly BadShare[] = ["none", "few", "some", "many", "most"];

/** All pairs of PDCs in few bytes: the lower triangle with its diagonal, row by row, in the order of `pdcIds`. */
export type Matrix = {
  pdcIds: string[];
  /** One letter a cell: d(own), (de)g(raded), s(tale), u(nknown), i(dle), o (up) and - (no link). */
  states: string;
  /** One digit a cell: the position of its `BadShare`. */
  shares: string;
  /** Into `mtuBytes`. */
  mtuIndexes: number[];
  mtuBytes: (number | null)[];
};

export type MatrixCell = {
  state: "down" | "degraded" | "stale" | "unknown" | "idle" | "up" | null;
  badShare: BadShare;
  effectiveMtuBytesMin: number | null;
};

export function matrixOf(
  pdcIds: readonly string[],
  sumsOf: (pdcIdA: string, pdcIdB: string) => LinkSums | null,
): Matrix {
  let states = "";
  let shares = "";
  const mtuIndexes: number[] = [];
  const indexByMtu = new Map<number | null, number>();
  for (const [row, pdcId] of pdcIds.entries()) {
    for (const otherId of pdcIds.slice(0, row + 1)) {
      const sums = sumsOf(pdcId, otherId);
      states += letterOf(sums);
      shares += SHARES.indexOf(sums?.badShare ?? "none");
      const mtuBytes = sums?.effectiveMtuBytesMin ?? null;
      const index = indexByMtu.get(mtuBytes) ?? indexByMtu.size;
      indexByMtu.set(mtuBytes, index);
      mtuIndexes.push(index);
    }
  }
  return { pdcIds: [...pdcIds], states, shares, mtuIndexes, mtuBytes: [...indexByMtu.keys()] };
}

/** null: one of the PDCs is not in the matrix. The order of the two does not matter. */
export function matrixCell(matrix: Matrix, pdcIdA: string, pdcIdB: string): MatrixCell | null {
  const [a, b] = [matrix.pdcIds.indexOf(pdcIdA), matrix.pdcIds.indexOf(pdcIdB)];
  if (a < 0 || b < 0) return null;
  const [row, column] = [Math.max(a, b), Math.min(a, b)];
  const position = (row * (row + 1)) / 2 + column;
  const letter = matrix.states[position];
  const state = (Object.keys(LETTER_BY_STATE) as (keyof typeof LETTER_BY_STATE)[]) // Its own keys and no others.
    .find((key) => LETTER_BY_STATE[key] === letter);
  return {
    state: letter === IDLE ? "idle" : (state ?? null),
    badShare: SHARES[Number(matrix.shares[position])] ?? "none",
    effectiveMtuBytesMin: matrix.mtuBytes[matrix.mtuIndexes[position] ?? -1] ?? null,
  };
}

function letterOf(sums: LinkSums | null): string {
  if (!sums?.worstState) return NO_LINK;
  const isIdle = sums.worstState === "unknown" && sums.idleCount === sums.countByState.unknown;
  return isIdle ? IDLE : LETTER_BY_STATE[sums.worstState];
}
