import { countIds, type IdRange } from "#server/domain/id-range.ts";
import {
  ID_STATES,
  type IdState,
  type MapCell,
  type StateCounts,
  type StateRange,
} from "#server/domain/range-map.ts";
import { formatInstant } from "../ui/format-age.ts";

/** What the states are called, in a legend and in a sentence; one who delegates sees other things than one who uses. */
export type StateWords = Record<IdState, { legend: string; sentence: string }>;

export const USE_WORDS: StateWords = {
  used: { legend: "In use here", sentence: "in use" },
  resting: { legend: "Resting after its network", sentence: "resting" },
  unavailable: { legend: "Not available", sentence: "not available" },
  free: { legend: "Free", sentence: "free" },
  outside: { legend: "Not delegated", sentence: "not delegated" },
};

export const DELEGATE_WORDS: StateWords = {
  used: { legend: "In use by its networks", sentence: "in use by its networks" },
  resting: { legend: "Resting after its network", sentence: "resting" },
  unavailable: { legend: "Held by others", sentence: "held by others" },
  free: { legend: "Free to delegate", sentence: "free" },
  outside: { legend: "Reserved", sentence: "reserved" },
};

export function figure(count: number): string {
  return count.toLocaleString("en");
}

/** "100", "102–109": as it is read. */
export function rangeText({ first, last }: IdRange): string {
  return first === last ? `${first}` : `${first}–${last}`;
}

/** "100", "102 to 109": as it is read aloud. */
export function rangeWords({ first, last }: IdRange): string {
  return first === last ? `${first}` : `${first} to ${last}`;
}

/** "3 in use, 1 not available, 96 free"; "free" when all are. */
export function countWords(counts: StateCounts, words: StateWords): string {
  const present = ID_STATES.filter((state) => counts[state] > 0);
  const [only] = present;
  if (present.length === 1 && only) return words[only].sentence;
  return present.map((state) => `${figure(counts[state])} ${words[state].sentence}`).join(", ");
}

/** "in use by network web", "in use by web and 2 more networks", "resting until 24 Nov 2026, 10:15:00 UTC". */
export function rangeStateWords(range: StateRange, words: StateWords): string {
  const { state, networkNames, networkCount, restsUntil } = range;
  if (state === "resting" && restsUntil)
    return `${words.resting.sentence} until ${formatInstant(restsUntil)}`;
  if (state !== "used" || networkNames.length === 0) return words[state].sentence;
  const more = networkCount - networkNames.length;
  if (networkCount === 1) return `in use by network ${networkNames[0]}`;
  if (more > 0) return `in use by ${networkNames.join(", ")} and ${figure(more)} more networks`;
  return `in use by networks ${networkNames.slice(0, -1).join(", ")} and ${networkNames.at(-1)}`;
}

/** A line of the list: ids that are in the same state, or cells that are mixed. */
export type ListedRange = IdRange & { words: string; freeFirst: number | null };

/** The window as a list; neighbouring cells of one state are one line. */
export function listedRanges(
  cells: readonly MapCell[],
  ranges: readonly StateRange[] | null,
  words: StateWords,
): ListedRange[] {
  if (ranges) {
    return ranges.map((range) => ({
      first: range.first,
      last: range.last,
      words: rangeStateWords(range, words),
      freeFirst: range.state === "free" ? range.first : null,
    }));
  }
  const lines: ListedRange[] = [];
  for (const { first, last, counts } of cells) {
    const text = countWords(counts, words);
    const isWhole = ID_STATES.some((state) => counts[state] === countIds([{ first, last }]));
    const previous = lines.at(-1);
    if (previous && isWhole && previous.words === text) previous.last = last;
    else lines.push({ first, last, words: text, freeFirst: null });
  }
  return lines;
}

const UNITS = [
  { size: 1_000_000, suffix: "M" },
  { size: 1000, suffix: "k" },
  { size: 1, suffix: "" },
] as const;

/** "+300", "+3k": what a column adds to its row. */
export function columnText(column: number, cellSize: number): string {
  const added = column * cellSize;
  const unit = UNITS.find(({ size }) => cellSize >= size);
  return `+${added / (unit?.size ?? 1)}${added === 0 ? "" : (unit?.suffix ?? "")}`;
}
