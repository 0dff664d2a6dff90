/** NUL and lone surrogates, which a database refuses, become replacement characters, in a copy then. Dates stay as they are. */
export function storable<T>(value: T): T {
  // The copy has the same shape: only characters inside strings differ.
  return isStorable(value) ? value : (copy(value) as T);
}

const isStorableText = (text: string) => text.isWellFormed() && !text.includes("\0");

function isStorable(value: unknown): boolean {
  if (typeof value === "string") return isStorableText(value);
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== "object" || value === null || value instanceof Date) return true;
  return Object.values(value).every(isStorable);
}

function copy(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\uFFFD");
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}
