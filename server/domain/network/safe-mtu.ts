import type { LinkContext } from "../mesh/link-context.ts";
import { type LinkKind, linkKindOf } from "../mesh/link-kind.ts";
import { type RuleMtu, ruleMtuOf } from "../mesh/link-mtu.ts";
import type { Node } from "../node.ts";
import type { SafeMtu } from "./context.ts";

/** A link of the rule, told by its places: which nodes it joins is not for everybody. */
export type RulePath = RuleMtu & { kind: LinkKind; pdcNames: [string, string] };

/** The paths that allow the smallest packets, without and with an inner VLAN tag. */
export type TightestPaths = { untagged: RulePath; tagged: RulePath };

/** Over every pair of nodes that hold the rule and whose path is known; null when there is no such pair. */
export function safeMtuOf(
  nodes: readonly Node[],
  overlayRuleName: string,
  context: LinkContext,
): SafeMtu | null {
  const tightest = tightestPathsOf(nodes, overlayRuleName, context);
  if (!tightest) return null;
  return {
    untaggedBytes: tightest.untagged.innerMtuBytesMaxUntagged,
    taggedBytes: tightest.tagged.innerMtuBytesMaxTagged,
  };
}

/** null as for `safeMtuOf`. */
export function tightestPathsOf(
  nodes: readonly Node[],
  overlayRuleName: string,
  context: LinkContext,
): TightestPaths | null {
  const carrying = nodes.filter(({ facts }) =>
    facts?.overlayRules?.value.some(({ name }) => name === overlayRuleName),
  );
  let tightest: TightestPaths | null = null;
  for (const [position, node] of carrying.entries()) {
    for (const peer of carrying.slice(position + 1)) {
      const path = pathBetween([node, peer], overlayRuleName, context);
      if (path) tightest = tighter(tightest, path);
    }
  }
  return tightest;
}

function pathBetween(nodes: [Node, Node], overlayRuleName: string, context: LinkContext): RulePath | null {
  const kind = linkKindOf(nodes);
  const ruleMtu = ruleMtuOf({ kind, nodes, overlayRuleNames: [overlayRuleName] }, overlayRuleName, context);
  const [a = "", b = ""] = nodes.map(({ facts }) => facts?.identity?.value.pdcName);
  return ruleMtu && { ...ruleMtu, kind, pdcNames: [a, b] };
}

function tighter(known: TightestPaths | null, path: RulePath): TightestPaths {
  if (!known) return { untagged: path, tagged: path };
  return {
    untagged: path.innerMtuBytesMaxUntagged < known.untagged.innerMtuBytesMaxUntagged ? path : known.untagged,
    tagged: path.innerMtuBytesMaxTagged < known.tagged.innerMtuBytesMaxTagged ? path : known.tagged,
  };
}
