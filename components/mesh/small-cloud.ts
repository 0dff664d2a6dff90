import type { Overview } from "./mesh-data.ts";

/** A small cloud is shown with all its nodes: as many as can be read at once. */
const SMALL = { pdcCountMax: 12, nodeCountMax: 80 };

export function isSmallCloud({ pdcCount, nodeCount }: Pick<Overview, "pdcCount" | "nodeCount">): boolean {
  return pdcCount <= SMALL.pdcCountMax && nodeCount <= SMALL.nodeCountMax;
}
