import type { NodeFacts } from "./facts.ts";
import type { Node } from "./node.ts";

/** Whether every part has the value it had; when they were read does not count. Both may have been stored as JSON between. */
export function areSameFacts(earlier: NodeFacts | null, later: NodeFacts): boolean {
  return (
    earlier !== null &&
    Object.entries(later).every(([name, part]) =>
      // The keys of both are those of `NodeFacts`.
      isSame(part?.value ?? null, earlier[name as keyof NodeFacts]?.value ?? null),
    )
  );
}

/**
 * Whether nothing but the ages of its facts and its last refresh can differ: the values are the very same objects. False
 * proves no difference.
 */
export function isOnlyReadAgain(earlier: Node, now: Node): boolean {
  const [before, after] = [earlier.facts, now.facts];
  return (
    before !== null &&
    after !== null &&
    earlier.hostname === now.hostname &&
    earlier.isConfirmed === now.isConfirmed &&
    earlier.macClaims === now.macClaims &&
    Object.entries(after).every(
      // The keys of both are those of `NodeFacts`.
      ([name, part]) => part?.value === before[name as keyof NodeFacts]?.value,
    )
  );
}

/** Whatever the order of keys, which a database does not keep. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (one instanceof Date || other instanceof Date) {
    return one instanceof Date && other instanceof Date && one.getTime() === other.getTime();
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  // Objects of the same keys, or lists of the same length.
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
}
