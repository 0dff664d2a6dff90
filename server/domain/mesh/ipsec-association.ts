import type { SecurityAssociation } from "../facts.ts";
import { externalAddress, type Node } from "../node.ts";
import { oldest } from "./check.ts";

/** States in which the kernel still uses an association (ipseckey(8)). */
const USABLE_STATES = ["MATURE", "DYING"];

/** External addresses of both ends in order; null when one is missing. */
export function externalAddressesOf(nodes: readonly [Node, Node]): readonly [string, string] | null {
  const [a, b] = nodes.map(({ facts }) => facts && externalAddress(facts));
  return a && b ? [a, b] : null;
}

export function isUsable({ state }: SecurityAssociation): boolean {
  return USABLE_STATES.includes(state.toUpperCase());
}

/** Associations between the two ends that an end still uses. */
export function usableAssociations(nodes: readonly [Node, Node]): SecurityAssociation[] {
  const addresses = externalAddressesOf(nodes);
  return nodes
    .flatMap(({ facts }) => facts?.ipsec?.value.associations ?? [])
    .filter(isUsable)
    .filter(
      ({ sourceAddress, destinationAddress }) =>
        sourceAddress !== destinationAddress &&
        addresses?.includes(sourceAddress) &&
        addresses.includes(destinationAddress),
    );
}

/** null: no end has taken in anything from the other. Bytes sent alone do not tell that they arrived. */
export function carriedAssociations(nodes: readonly [Node, Node]): { observedAt: Date | null } | null {
  const [a, b] = nodes;
  const isCarried = [a, b].some((node) => {
    const own = node.facts && externalAddress(node.facts);
    return usableAssociations(nodes)
      .filter((association) => node.facts?.ipsec?.value.associations.includes(association))
      .some(({ destinationAddress, carriedBytes }) => destinationAddress === own && (carriedBytes ?? 0) > 0);
  });
  return isCarried ? { observedAt: oldest(nodes.map(({ facts }) => facts?.ipsec?.observedAt)) } : null;
}
