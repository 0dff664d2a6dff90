import type { Node } from "../node.ts";

/** Names that are not blank; what crosses PDCs is asked of nodes only once there are two. */
export function pdcNamesAmong(nodes: readonly Node[]): Set<string> {
  const names = nodes.map(({ facts }) => facts?.identity?.value.pdcName ?? "");
  return new Set(names.filter((name) => name.trim() !== ""));
}
