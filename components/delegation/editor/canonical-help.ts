import { countIds, formatIdRanges, type IdBounds, parseIdRanges } from "#server/domain/id-range.ts";
import { spacedRanges } from "../use-sentences.ts";

/** How typed ranges will be kept, and how many ids they are; the form to write them in while there are none. */
export function canonicalHelp(text: string, bounds: IdBounds, example: string): string {
  const { ranges } = parseIdRanges(text, bounds);
  if (!ranges || ranges.length === 0) return `Ranges and single ids, such as ${example}.`;
  const count = countIds(ranges);
  const ids = count === 1 ? "1 id" : `${count.toLocaleString("en")} ids`;
  if (formatIdRanges(ranges) === text.replaceAll(" ", "")) return `${ids}.`;
  return `Kept as ${spacedRanges(ranges)}: ${ids}.`;
}
