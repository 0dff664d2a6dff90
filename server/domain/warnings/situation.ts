import type { FactPartName, FactParts, Observed } from "../facts.ts";
import type { PathMtu } from "../mesh/link-context.ts";
import type { Node } from "../node.ts";
import type { Settings } from "../settings.ts";
import type { Judgement, Undecided } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { ANY_NODE, nodeKey, undecidedFor } from "./finding.ts";

export type PartFailure = { part: string; reason: string };

/** A vDC's network, as far as warnings look at it. */
export type NetworkFacts = {
  id: string;
  vdcId: string;
  name: string;
  /** CIDR. */
  subnet: string;
  overlayRuleName: string | null;
  nicTagName: string | null;
  vxlanId: number | null;
  vlanId: number;
  mtuBytes: number;
  /** When it was last written. */
  updatedAt: Date;
};

/** Everything a rule may look at. */
export type Situation = {
  /** All of them; unconfirmed ones have no facts. */
  nodes: readonly Node[];
  /** What the last refresh that got through could not read. */
  partFailuresByNodeId: ReadonlyMap<string, readonly PartFailure[]>;
  networks: readonly NetworkFacts[];
  pathMtus: readonly PathMtu[];
  settings: Pick<Settings, "staleAfterSeconds" | "publicAddressExceptions">;
  now: Date;
};

/** One family's rule: pure, and linear in nodes. */
export type WarningRule = { codes: readonly WarningCode[]; judge: (situation: Situation) => Judgement };

/** A confirmed node together with one part of its facts. */
export type NodePart<P extends FactPartName> = { node: Node; part: Observed<FactParts[P]> };

/** Nodes that have reported the part, and those that count but have not (quarantined ones among them). */
export function withPart<P extends FactPartName>(
  nodes: readonly Node[],
  name: P,
): { known: NodePart<P>[]; unknown: Node[] } {
  const known: NodePart<P>[] = [];
  const unknown: Node[] = [];
  for (const node of nodes) {
    const part = node.facts?.[name];
    // Indexing a mapped type by a type parameter loses the correspondence that `NodeFacts` itself states.
    if (part) known.push({ node, part: part as Observed<FactParts[P]> });
    else unknown.push(node);
  }
  return { known, unknown };
}

export function undecidedNodes(codes: readonly WarningCode[], nodes: readonly Node[]): Undecided[] {
  if (nodes.length === 0) return [];
  return undecidedFor(codes, [...nodes.map(({ id }) => nodeKey(id)), ANY_NODE]);
}

/** Groups keep the order in which their first member came. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
