import { adminAddress, externalAddress, type Node } from "../node.ts";

/** `unknown`: an end has no PDC name, so nobody can tell which path frames take. */
export type LinkKind = "adminLink" | "ipsecLink" | "unknown";

type Ends = { kind: LinkKind; nodes: readonly [Node, Node] };

export function linkKindOf(nodes: readonly [Node, Node]): LinkKind {
  const [a, b] = nodes.map(pdcNameOf);
  if (!a || !b) return "unknown";
  return a === b ? "adminLink" : "ipsecLink";
}

export function linkReason({ kind, nodes }: Ends): string {
  const [a, b] = nodes;
  if (kind === "unknown") return unknownPathReason(nodes) ?? "";
  if (kind === "adminLink") {
    const addresses = [a, b].map(({ facts }) => (facts && adminAddress(facts)) ?? "(none)").join(" and ");
    return `Same PDC name (“${pdcNameOf(a)}”), so plain VXLAN between admin addresses ${addresses}.`;
  }
  const addresses = [a, b].map(({ facts }) => (facts && externalAddress(facts)) ?? "(none)").join(" and ");
  return `Different PDC names (“${pdcNameOf(a)}”, “${pdcNameOf(b)}”), so IPsec between external addresses ${addresses}.`;
}

/** null: both ends have a PDC name. */
export function unknownPathReason(nodes: readonly [Node, Node]): string | null {
  const unread = nodes.find((node) => pdcNameOf(node) === null);
  if (unread) return `${unread.hostname} has not been read yet, so its PDC and the path to it are unknown.`;
  const nameless = nodes.find((node) => pdcNameOf(node) === "");
  if (nameless) return `${nameless.hostname} reports no PDC name, so the path to it is unknown.`;
  return null;
}

/** null: never read. */
function pdcNameOf({ facts }: Node): string | null {
  return facts?.identity?.value.pdcName ?? null;
}
