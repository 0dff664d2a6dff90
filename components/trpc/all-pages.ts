/** Where the page after this one begins; null: there is none. The same for the server that prefetches and the browser. */
export function nextCursorOf<C>({ nextCursor }: { nextCursor: C | null }): C | null {
  return nextCursor;
}

/** Page after page until the last; each says where the next begins. */
export async function* allPages<C, P extends { nextCursor: C | null }>(
  ask: (cursor: C | null) => Promise<P>,
): AsyncGenerator<P> {
  let cursor: C | null = null;
  do {
    const page: P = await ask(cursor);
    cursor = page.nextCursor;
    yield page;
  } while (cursor !== null);
}
