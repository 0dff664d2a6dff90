/** A copy in which NUL and lone surrogates, which a database refuses, are replacement characters. Dates stay as they are. */
export function storable<T>(value: T): T {
  // The copy has the same shape: only characters inside strings differ.
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\uFFFD");
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}
