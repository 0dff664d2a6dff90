import { externalAddressesOf } from "../mesh/ipsec-association.ts";
import type { Node } from "../node.ts";

/** How far an end is with the other in phase 1. `waiting`: it has begun and not ended; `unknown`: its IKE was not read. */
export type PhaseOneStanding = {
  node: Node;
  peer: Node;
  standing: "down" | "active" | "waiting" | "none" | "unknown";
  /** As ikeadm says it; null: there is nothing to say it of. */
  state: string | null;
  observedAt: Date | null;
};

export function phaseOneStandings(
  nodes: readonly [Node, Node],
): readonly [PhaseOneStanding, PhaseOneStanding] {
  const addresses = externalAddressesOf(nodes);
  return [standingOf(nodes[0], nodes[1], addresses?.[1]), standingOf(nodes[1], nodes[0], addresses?.[0])];
}

function standingOf(node: Node, peer: Node, peerAddress: string | undefined): PhaseOneStanding {
  const ike = node.facts?.ike;
  if (!ike || peerAddress === undefined) {
    return { node, peer, standing: "unknown", state: null, observedAt: null };
  }
  const { value, observedAt } = ike;
  if (!value.isRunning) return { node, peer, standing: "down", state: null, observedAt };
  const states = value.associations
    .filter(({ remoteAddress }) => remoteAddress === peerAddress)
    .map(({ state }) => state)
    .filter((state) => state.toUpperCase() !== "DELETED");
  const active = states.find((state) => state.toUpperCase() === "ACTIVE");
  const state = active ?? states[0] ?? null;
  return { node, peer, standing: active ? "active" : state ? "waiting" : "none", state, observedAt };
}
