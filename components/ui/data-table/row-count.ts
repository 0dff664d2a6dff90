import { nounFor } from "./noun.ts";

/** How many rows there are; `count` null: more than `countMax`. */
export type RowCount = { count: number | null; countMax: number };

const inWords = (count: number) => count.toLocaleString("en");

/** "1,234", or "10,000+" where nobody counted on. */
export function countWords({ count, countMax }: RowCount): string {
  return count === null ? `${inWords(countMax)}+` : inWords(count);
}

/** "1 node", "10,000+ networks". */
export function countWithNoun(rows: RowCount, noun: string): string {
  return `${countWords(rows)} ${nounFor(rows.count ?? rows.countMax, noun)}`;
}
