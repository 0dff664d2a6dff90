import type { Node } from "../../node.ts";
import { inOrder } from "../../in-order.ts";

/** A node in the model. It keeps its identity while the node changes. */
export type Member = { readonly id: string; node: Node };

/** By hostname, as everywhere. */
export function compareMembers(a: Member, b: Member): number {
  const [first, second] = [a.node.hostname, b.node.hostname];
  if (first !== second) return first < second ? -1 : 1;
  return inOrder(a.id, b.id);
}

export function pdcNameOf({ node }: Member): string | null {
  return node.facts?.identity?.value.pdcName ?? null;
}

/** A name of spaces is no name. */
export function isNamed(pdcName: string | null): pdcName is string {
  return pdcName !== null && pdcName.trim() !== "";
}
