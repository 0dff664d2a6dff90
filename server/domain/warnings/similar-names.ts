const EDIT_LENGTH_MAX = 64;
/** Of the shorter of two words: from so many letters on one may be wrong, or two. */
const MISTYPED_LENGTH_MIN = 4;
const TWICE_MISTYPED_LENGTH_MIN = 9;

/** Letters and digits that are read as another one; keys in lower case. */
const LOOKALIKES: Record<string, string> = {
  "0": "o",
  "1": "l",
  i: "l",
  "|": "l",
  "5": "s",
  "8": "b",
  а: "a",
  в: "b",
  е: "e",
  к: "k",
  м: "m",
  н: "h",
  о: "o",
  р: "p",
  с: "c",
  т: "t",
  у: "y",
  х: "x",
  і: "l",
  ѕ: "s",
  ј: "j",
  α: "a",
  β: "b",
  ε: "e",
  ι: "l",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  τ: "t",
  υ: "u",
  χ: "x",
};

export type Similarity =
  | "differ only by upper and lower case"
  | "differ only by spaces or separators"
  | "differ only by characters that look alike"
  | "differ by one or two letters";

/** Why two different names may be meant as one; null when they seem meant to differ, as `prague-1` and `prague-2`. */
export function nameSimilarity(a: string, b: string): Similarity | null {
  if (a === b) return null;
  const [lowerA, lowerB] = [folded(a), folded(b)];
  if (lowerA === lowerB) return "differ only by upper and lower case";
  if (solid(lowerA) === solid(lowerB)) return "differ only by spaces or separators";
  if (solid(skeleton(lowerA)) === solid(skeleton(lowerB))) return "differ only by characters that look alike";
  return isMistyped(words(lowerA), words(lowerB)) ? "differ by one or two letters" : null;
}

/**
 * Whatever two similar names have in common is among the keys of both: the name without what is overlooked in it, and each of
 * its words with so many letters left out as may be wrong.
 */
export function similarityKeys(name: string): Set<string> {
  const lower = folded(name);
  const keys = new Set([`solid ${solid(lower)}`, `skeleton ${solid(skeleton(lower))}`]);
  const all = words(lower);
  for (const [position, word] of all.entries()) {
    if (word.length < MISTYPED_LENGTH_MIN || word.length > EDIT_LENGTH_MAX || /\p{N}/u.test(word)) continue;
    const others = JSON.stringify([position, all.toSpliced(position, 1, "")]);
    for (const shortened of shortenings(word)) keys.add(`${shortened} ${others}`);
  }
  return keys;
}

/** Words that are one edit apart share one after leaving out at most one letter; two edits, two letters. */
function shortenings(word: string): Set<string> {
  const once = new Set(without(word));
  const isLong = word.length >= TWICE_MISTYPED_LENGTH_MIN;
  return new Set([word, ...once, ...(isLong ? [...once].flatMap(without) : [])]);
}

function without(word: string): string[] {
  return Array.from(
    { length: word.length },
    (_, position) => word.slice(0, position) + word.slice(position + 1),
  );
}

function folded(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

function solid(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, "");
}

function skeleton(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "");
  return [...plain]
    .map((character) => LOOKALIKES[character] ?? character)
    .join("")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
}

function words(name: string): string[] {
  return name.match(/\p{L}+|\p{N}+/gu) ?? [];
}

/** Word by word, so that neither numbering nor `east` and `west` count as a slip. */
function isMistyped(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  const differing = a.flatMap((word, index) => (word === b[index] ? [] : [[word, b[index] ?? ""] as const]));
  const [pair] = differing;
  if (differing.length !== 1 || !pair) return false;
  const shorter = Math.min(pair[0].length, pair[1].length);
  const longer = Math.max(pair[0].length, pair[1].length);
  if (shorter < MISTYPED_LENGTH_MIN || longer > EDIT_LENGTH_MAX || pair.some((word) => /\p{N}/u.test(word)))
    return false;
  return editDistance(...pair) <= (shorter >= TWICE_MISTYPED_LENGTH_MIN ? 2 : 1);
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + cost,
          isSwap ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}
