import { setImmediate } from "node:timers/promises";

const ROWS_AT_ONCE = 200;

/** `work` over all items with room for other requests in between. */
export async function inSlices<T, R>(
  items: readonly T[],
  work: (item: T) => R,
  onDone: (count: number) => void = () => undefined,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    for (const item of items.slice(from, from + ROWS_AT_ONCE)) results.push(work(item));
    onDone(results.length);
    await setImmediate();
  }
  return results;
}
