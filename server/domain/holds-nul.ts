/** True when a string anywhere in it has the one character that no text of the database can hold. */
export function holdsNul(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value === "string") return value.includes("\0");
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  seen.add(value);
  return Object.values(value).some((part) => holdsNul(part, seen));
}

export const HOLDS_NUL = "Text cannot hold the NUL character.";
