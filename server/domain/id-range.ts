/** Inclusive. */
export type IdRange = { first: number; last: number };

/** Smallest and largest id, both allowed, and what one is called in sentences ("VXLAN"). */
export type IdBounds = IdRange & { noun: string };

export const VXLAN_BOUNDS: IdBounds = { first: 1, last: 16_777_215, noun: "VXLAN" };
/** 4095 is reserved by IEEE 802.1Q; 0 is untagged. */
export const VLAN_BOUNDS: IdBounds = { first: 0, last: 4094, noun: "VLAN" };

type ParsedIdRanges = { ranges: readonly IdRange[]; problem: null } | { ranges: null; problem: string };

const PART = /^(0|[1-9][0-9]{0,9})(?:\s*-\s*(0|[1-9][0-9]{0,9}))?$/;
const PARTS_MAX = 1000;

/** Sorted, with overlapping and adjacent ranges merged: the only form the other functions take and give. */
export function mergeIdRanges(ranges: readonly IdRange[]): readonly IdRange[] {
  const merged: IdRange[] = [];
  for (const { first, last } of ranges.toSorted((a, b) => a.first - b.first)) {
    const previous = merged.at(-1);
    if (previous && first <= previous.last + 1) previous.last = Math.max(previous.last, last);
    else merged.push({ first, last });
  }
  return merged;
}

function parsePart(part: string, bounds: IdBounds): IdRange | string {
  const [, firstText, lastText = firstText] = PART.exec(part) ?? [];
  if (firstText === undefined)
    return `"${part.slice(0, 40)}" is neither a number nor a range such as 100-199.`;
  const range = { first: Number(firstText), last: Number(lastText) };
  if (range.first > range.last) return `The range ${part} begins after its end.`;
  if (range.first < bounds.first || range.last > bounds.last) {
    return `${part} is not within ${bounds.first} to ${bounds.last}, the ids a ${bounds.noun} can have.`;
  }
  return range;
}

/** Reads `100-199,205`; spaces around numbers are fine, an empty text is no ids. Tells the first fault only. */
export function parseIdRanges(text: string, bounds: IdBounds): ParsedIdRanges {
  if (text.trim() === "") return { ranges: [], problem: null };
  const parts = text.split(",", PARTS_MAX + 1);
  if (parts.length > PARTS_MAX) return { ranges: null, problem: `Write at most ${PARTS_MAX} ranges.` };
  const ranges: IdRange[] = [];
  for (const part of parts) {
    const trimmed = part.trim();
    if (trimmed === "") return { ranges: null, problem: "There is a comma with no number beside it." };
    const range = parsePart(trimmed, bounds);
    if (typeof range === "string") return { ranges: null, problem: range };
    ranges.push(range);
  }
  return { ranges: mergeIdRanges(ranges), problem: null };
}

/** The canonical text, e.g. `100-199,205`. */
export function formatIdRanges(ranges: readonly IdRange[]): string {
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}

export function unionIdRanges(...sets: readonly (readonly IdRange[])[]): readonly IdRange[] {
  return mergeIdRanges(sets.flat());
}

export function subtractIdRanges(
  ranges: readonly IdRange[],
  removed: readonly IdRange[],
): readonly IdRange[] {
  const kept: IdRange[] = [];
  let next = 0;
  for (const range of ranges) {
    let first = range.first;
    while (next < removed.length && (removed[next]?.last ?? 0) < first) next += 1;
    for (let index = next; index < removed.length; index += 1) {
      const hole = removed[index];
      if (!hole || hole.first > range.last) break;
      if (hole.first > first) kept.push({ first, last: hole.first - 1 });
      first = Math.max(first, hole.last + 1);
    }
    if (first <= range.last) kept.push({ first, last: range.last });
  }
  return kept;
}

export function intersectIdRanges(a: readonly IdRange[], b: readonly IdRange[]): readonly IdRange[] {
  return subtractIdRanges(a, subtractIdRanges(a, b));
}

export function isIdInRanges(ranges: readonly IdRange[], id: number): boolean {
  return ranges.some(({ first, last }) => id >= first && id <= last);
}

export function countIds(ranges: readonly IdRange[]): number {
  return ranges.reduce((count, { first, last }) => count + last - first + 1, 0);
}

/** Smallest id of `allowed` that `taken` lacks; null when there is none. */
export function firstFreeId(allowed: readonly IdRange[], taken: readonly IdRange[]): number | null {
  return subtractIdRanges(allowed, taken)[0]?.first ?? null;
}
