import type { LinkContext } from "../mesh/link-context.ts";
import { linkKindOf } from "../mesh/link-kind.ts";
import { ruleMtuOf } from "../mesh/link-mtu.ts";
import type { Node } from "../node.ts";
import type { SafeMtu } from "./context.ts";

/** Over every pair of nodes that hold the rule and whose path is known; null when there is no such pair. */
export function safeMtuOf(
  nodes: readonly Node[],
  overlayRuleName: string,
  context: LinkContext,
): SafeMtu | null {
  const carrying = nodes.filter(({ facts }) =>
    facts?.overlayRules?.value.some(({ name }) => name === overlayRuleName),
  );
  const overlayRuleNames = [overlayRuleName];
  const ruleMtus = carrying.flatMap((node, position) =>
    carrying.slice(position + 1).flatMap((peer) => {
      const pair: [Node, Node] = [node, peer];
      const ends = { kind: linkKindOf(pair), nodes: pair, overlayRuleNames };
      return ruleMtuOf(ends, overlayRuleName, context) ?? [];
    }),
  );
  if (ruleMtus.length === 0) return null;
  return ruleMtus.reduce<SafeMtu>(
    (safe, { innerMtuBytesMaxUntagged, innerMtuBytesMaxTagged }) => ({
      untaggedBytes: Math.min(safe.untaggedBytes, innerMtuBytesMaxUntagged),
      taggedBytes: Math.min(safe.taggedBytes, innerMtuBytesMaxTagged),
    }),
    { untaggedBytes: Infinity, taggedBytes: Infinity },
  );
}
