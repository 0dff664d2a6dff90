import { countIds, type IdRange } from "#server/domain/id-range.ts";

export type IdState = "used" | "unavailable" | "free";
export type IdPart = IdRange & { state: IdState };

/** What is done with the ids a vDC may use; `unavailable` ones rest or belong to others. */
export type IdUse = Record<IdState, readonly IdRange[]>;

const STATES = ["used", "unavailable", "free"] as const;

/** All ranges in order, each with its state. */
export function idParts(use: IdUse): IdPart[] {
  return STATES.flatMap((state) => use[state].map((range) => ({ ...range, state }))).toSorted(
    (a, b) => a.first - b.first,
  );
}

/** Every single id in order; only for few. */
export function singleIds(parts: readonly IdPart[]): { id: number; state: IdState }[] {
  return parts.flatMap(({ first, last, state }) =>
    Array.from({ length: last - first + 1 }, (_, offset) => ({ id: first + offset, state })),
  );
}

/** "100", "102 to 109": as it is read aloud. */
export function rangeWords({ first, last }: IdRange): string {
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** "2 used, 1 not available, 97 free". */
export function useWords(use: IdUse): string {
  const count = (state: IdState) => countIds(use[state]).toLocaleString("en");
  return `${count("used")} used, ${count("unavailable")} not available, ${count("free")} free`;
}

/** Shares of a bar's length, so that small ranges are still seen beside huge ones; they sum to 1. */
export function barShares(parts: readonly IdPart[]): number[] {
  const weights = parts.map(({ first, last }) => Math.log2(last - first + 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
