import { externalAddressesOf, isUsable } from "../mesh/ipsec-association.ts";
import type { Node } from "../node.ts";

/** Counters of two ends can only be held against each other when they were read about the same time. */
const TOGETHER_MILLISECONDS = 120_000;

/** One direction of a link as both ends' counters tell it. */
export type AssociationFlow = {
  from: Node;
  to: Node;
  /** null: not reported. */
  sentBytes: number | null;
  receivedBytes: number | null;
  verdict: "arrives" | "lost" | "idle" | "unknown";
};

export type AssociationView = {
  /** Usable associations that each end holds with the other, in the order of the nodes. */
  usableCounts: [number, number];
  /** Associations that an end asked for and still waits for. */
  waitingCounts: [number, number];
  flows: [AssociationFlow, AssociationFlow];
  /** Both ends were read about the same time. */
  isTogether: boolean;
};

/** null: the IPsec state or the external address of an end is not known. */
export function associationView(nodes: readonly [Node, Node]): AssociationView | null {
  const addresses = externalAddressesOf(nodes);
  const [a, b] = [nodes[0].facts?.ipsec, nodes[1].facts?.ipsec];
  if (!addresses || !a || !b) return null;
  const isTogether = Math.abs(a.observedAt.getTime() - b.observedAt.getTime()) <= TOGETHER_MILLISECONDS;
  const held = [a, b].map(({ value }) =>
    value.associations.filter(
      ({ sourceAddress, destinationAddress }) =>
        sourceAddress !== destinationAddress &&
        addresses.includes(sourceAddress) &&
        addresses.includes(destinationAddress),
    ),
  );
  const bytesOf = (end: 0 | 1, from: 0 | 1): number | null => {
    const counted = (held[end] ?? []).filter(
      (association) => isUsable(association) && association.sourceAddress === addresses[from],
    );
    const known = counted.flatMap(({ carriedBytes }) => carriedBytes ?? []);
    return known.length > 0 ? known.reduce((sum, bytes) => sum + bytes, 0) : null;
  };
  const flowOf = (from: 0 | 1, to: 0 | 1): AssociationFlow => {
    const [sentBytes, receivedBytes] = [bytesOf(from, from), bytesOf(to, from)];
    return {
      from: nodes[from],
      to: nodes[to],
      sentBytes,
      receivedBytes,
      verdict: flowVerdict(sentBytes, receivedBytes, isTogether),
    };
  };
  const countOf = (end: 0 | 1, matches: (state: string) => boolean) =>
    (held[end] ?? []).filter(({ state }) => matches(state.toUpperCase())).length;
  const usable = (end: 0 | 1) => (held[end] ?? []).filter(isUsable).length;
  const isWaiting = (state: string) => state === "LARVAL";
  return {
    usableCounts: [usable(0), usable(1)],
    waitingCounts: [countOf(0, isWaiting), countOf(1, isWaiting)],
    flows: [flowOf(0, 1), flowOf(1, 0)],
    isTogether,
  };
}

function flowVerdict(
  sentBytes: number | null,
  receivedBytes: number | null,
  isTogether: boolean,
): AssociationFlow["verdict"] {
  if ((receivedBytes ?? 0) > 0) return "arrives";
  if ((sentBytes ?? 0) > 0) return receivedBytes === 0 && isTogether ? "lost" : "unknown";
  return sentBytes === 0 || receivedBytes === 0 ? "idle" : "unknown";
}
