import { countIds, type IdRange } from "#server/domain/id-range.ts";
import type { MapData } from "./map-data.ts";
import { countWords, rangeStateWords, rangeWords, type StateWords } from "./map-words.ts";

/** "100000 to 199999: 12 in use, 99988 free", "205: in use by network web"; the range alone while nothing is known of it. */
export function cellText(cell: IdRange, data: MapData | null, words: StateWords): string {
  const known = data?.cells.find(({ first }) => first === cell.first);
  const exact =
    countIds([cell]) === 1 &&
    data?.ranges?.find(({ first, last }) => cell.first >= first && cell.last <= last);
  if (exact) return `${rangeWords(cell)}: ${rangeStateWords(exact, words)}`;
  return known ? `${rangeWords(cell)}: ${countWords(known.counts, words)}` : rangeWords(cell);
}
