import type { PaletteItem } from "./palette-store.ts";

/** Every word typed begins a word of the item's; letters that merely occur somewhere would find what nobody meant. */
export function isPaletteMatch({ label, group, detail, keywords = [] }: PaletteItem, query: string): boolean {
  const own = [label, group, detail ?? "", ...keywords].join(" ").toLowerCase();
  const words = own.split(/\s+/);
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}

/** Those whose name begins as typed come first; else the order stays. */
export function matchingItems(items: readonly PaletteItem[], query: string): PaletteItem[] {
  if (query === "") return [...items];
  const begins = ({ label }: PaletteItem) => (label.toLowerCase().startsWith(query.toLowerCase()) ? 0 : 1);
  return items.filter((item) => isPaletteMatch(item, query)).toSorted((a, b) => begins(a) - begins(b));
}
