import type { LinkContext, PathMtu } from "../mesh/link-context.ts";
import { type LinkKind, linkKindOf } from "../mesh/link-kind.ts";
import { type LinkAllowance, linkAllowanceOf } from "../mesh/link-mtu.ts";
import { pathMtusById } from "../mesh/measured-paths.ts";
import type { Node } from "../node.ts";
import { pdcPairIdOfNames } from "../pdc.ts";
import type { SafeMtu } from "./context.ts";
import { type PathClass, pathClassesOf } from "./path-class.ts";

export type PathContext = Pick<LinkContext, "pathMtuByPdcPairId">;

/** By what was declared, a later one for the same pair before an earlier one, and by what the nodes measured. */
export function pathContextOf(declared: readonly PathMtu[], nodes: readonly Node[]): PathContext {
  return { pathMtuByPdcPairId: pathMtusById(declared, nodes) };
}

/** A path of the rule, told by its places: which nodes it joins, and who else uses it, is not for everybody. */
export type PathLimit = LinkAllowance & { kind: LinkKind; pdcNames: [string, string] };

/** The paths that allow the smallest packets, without and with an inner VLAN tag. */
export type TightestPaths = { untagged: PathLimit; tagged: PathLimit };

/** Two PDCs, or one twice, and what allows least between their nodes. */
export type PdcPath = TightestPaths & { kind: LinkKind; pdcNames: [string, string] };

/** Over every pair of nodes that hold the rule and whose path is known; null when there is no such pair. */
export function safeMtuOf(
  nodes: readonly Node[],
  overlayRuleName: string,
  context: PathContext,
): SafeMtu | null {
  const tightest = tightestPathsOf(nodes, overlayRuleName, context);
  if (!tightest) return null;
  return {
    untaggedBytes: tightest.untagged.innerMtuBytesMaxUntagged,
    taggedBytes: tightest.tagged.innerMtuBytesMaxTagged,
  };
}

/** null as for `safeMtuOf`. Of paths that allow the same, that of the first nodes. */
export function tightestPathsOf(
  nodes: readonly Node[],
  overlayRuleName: string,
  context: PathContext,
): TightestPaths | null {
  const found = foundPathsOf(nodes, overlayRuleName, context).reduce<Tightest | null>(tighter, null);
  return found && { untagged: found.untagged.limit, tagged: found.tagged.limit };
}

/** Between each two PDCs with nodes that hold the rule, and inside each; by name. Pairs no path of which is known are left out. */
export function pdcPathsOf(nodes: readonly Node[], overlayRuleName: string, context: PathContext): PdcPath[] {
  const byPair = Map.groupBy(foundPathsOf(nodes, overlayRuleName, context), ({ limit }) =>
    pdcPairIdOfNames(...limit.pdcNames),
  );
  const compare = new Intl.Collator("en").compare;
  return [...byPair.values()]
    .flatMap((found) => {
      const tightest = found.reduce<Tightest | null>(tighter, null);
      return tightest ? [pdcPathOf(tightest)] : [];
    })
    .toSorted((a, b) => compare(a.pdcNames[0], b.pdcNames[0]) || compare(a.pdcNames[1], b.pdcNames[1]));
}

function pdcPathOf({ untagged, tagged }: Tightest): PdcPath {
  const { kind, pdcNames } = untagged.limit;
  return { kind, pdcNames, untagged: untagged.limit, tagged: tagged.limit };
}

/** `places`: of the first two nodes it is found between. */
type FoundPath = { limit: PathLimit; places: readonly [number, number] };
type Tightest = { untagged: FoundPath; tagged: FoundPath };

/** One path for each two classes; what is true of their first nodes is true of all. */
function foundPathsOf(nodes: readonly Node[], overlayRuleName: string, context: PathContext): FoundPath[] {
  const classes = pathClassesOf(nodes, overlayRuleName);
  return classes.flatMap((one, position) =>
    classes.slice(position).flatMap((other) => foundPath(one, other, overlayRuleName, context) ?? []),
  );
}

function foundPath(
  one: PathClass,
  other: PathClass,
  overlayRuleName: string,
  context: PathContext,
): FoundPath | null {
  const [a, b] = one === other ? one.members : [one.members[0], other.members[0]];
  if (!a || !b) return null;
  const [first, second] = a.place < b.place ? [a, b] : [b, a];
  const nodes = [first.node, second.node] as const;
  const kind = linkKindOf(nodes);
  const ends = { kind, nodes, overlayRuleNames: [overlayRuleName] };
  const allowance = linkAllowanceOf(ends, overlayRuleName, context);
  if (!allowance) return null;
  const pdcNames: [string, string] =
    one.pdcName < other.pdcName ? [one.pdcName, other.pdcName] : [other.pdcName, one.pdcName];
  return { limit: { ...allowance, kind, pdcNames }, places: [first.place, second.place] };
}

function tighter(known: Tightest | null, path: FoundPath): Tightest {
  if (!known) return { untagged: path, tagged: path };
  return {
    untagged: tighterBy("innerMtuBytesMaxUntagged", known.untagged, path),
    tagged: tighterBy("innerMtuBytesMaxTagged", known.tagged, path),
  };
}

function tighterBy(
  size: "innerMtuBytesMaxUntagged" | "innerMtuBytesMaxTagged",
  known: FoundPath,
  path: FoundPath,
): FoundPath {
  const difference = path.limit[size] - known.limit[size];
  if (difference !== 0) return difference < 0 ? path : known;
  const isEarlier = path.places[0] - known.places[0] || path.places[1] - known.places[1];
  return isEarlier < 0 ? path : known;
}
