import type { NodeSummary } from "./node-columns.tsx";
import { pdcWords } from "./node-words.ts";

export const NODE_STATE_FILTERS = ["quarantined", "down", "degraded", "stale", "unknown", "up"] as const;
export type NodeStateFilter = (typeof NODE_STATE_FILTERS)[number];

/** What the address asks for; "" is any. */
export type NodeFilter = { state: string; pdc: string };

type Filtered = Pick<NodeSummary, "state" | "isConfirmed" | "pdcName">;

export function filterNodes<T extends Filtered>(nodes: readonly T[], { state, pdc }: NodeFilter): T[] {
  return nodes.filter(
    (node) =>
      (state === "" || stateOf(node) === state || (state === "unknown" && node.state === "unknown")) &&
      (pdc === "" || pdcWords(node.pdcName) === pdc),
  );
}

/** Quarantined nodes are unknown too, but are told apart. */
export function stateOf({ state, isConfirmed }: Filtered): NodeStateFilter {
  return isConfirmed ? state : "quarantined";
}

/** As reported, by name, each once. */
export function pdcNamesOf(nodes: readonly Filtered[]): string[] {
  const names = nodes.map(({ pdcName }) => pdcName).filter((name) => name !== null);
  return [...new Set(names)].toSorted();
}
