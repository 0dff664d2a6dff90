/** By code units, as databases with the collation "C" have it; for an order that is the same everywhere. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
