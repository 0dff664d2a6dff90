/** The page after this one; null: there is none. */
export function nextVdcWarnings<C>({ nextCursor }: { nextCursor: C | null }): C | null {
  return nextCursor;
}
