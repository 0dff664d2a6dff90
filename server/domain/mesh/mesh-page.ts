/** A part of a long list. `cursor` counts from 0. */
export type PageRequest = { cursor: number; limit: number };
export type Page<T> = { items: T[]; nextCursor: number | null };

/** Takes no more from `items` than the page needs. */
export function pageOf<T>(items: Iterable<T>, { cursor, limit }: PageRequest): Page<T> {
  const taken: T[] = [];
  let position = 0;
  for (const item of items) {
    if (position === cursor + limit) return { items: taken, nextCursor: position };
    if (position >= cursor) taken.push(item);
    position += 1;
  }
  return { items: taken, nextCursor: null };
}
