import type { HealthState } from "../health.ts";
import type { LinkContext } from "../mesh/link-context.ts";
import type { LinkPath } from "../mesh/link-path.ts";
import type { Node } from "../node.ts";
import { pdcOf } from "../pdc.ts";
import { arpAgreementOf } from "./arp-agreement.ts";
import { arpReasons } from "./arp-reasons.ts";
import { findPath } from "./find-path.ts";
import { formatPathEnd } from "./path-end.ts";
import type { PathPlace } from "./path-place.ts";
import { PATH_OUTCOMES, type PathOutcome, type PathReason, worstOutcome } from "./path-reason.ts";

type PairEnd = { nodeId: string; hostname: string; pdcLabel: string; vnicCount: number; end: string };

/** Everything of one group on one node against everything of the other group on another node. */
export type NodePair = {
  ends: [PairEnd, PairEnd];
  outcome: PathOutcome;
  reasons: PathReason[];
  linkId: string | null;
  linkState: HealthState | null;
  path: LinkPath | null;
  effectiveMtuBytes: number | null;
};

export type NodePairs = {
  outcome: PathOutcome;
  countByOutcome: Record<PathOutcome, number>;
  /** Worst first. */
  pairs: NodePair[];
  /** Of these pairs, only as many as `pairs` holds were judged. */
  pairCount: number;
  /** Nodes that hold something of both groups, where frames need no link. */
  sharedNodeCount: number;
};

/** No more pairs than these are judged at once; spread over all nodes, so that each is met. */
export const NODE_PAIRS_MAX = 240;

/** `contextOf` need know of these two nodes alone. */
export function pairNodes(
  from: readonly PathPlace[],
  to: readonly PathPlace[],
  contextOf: (nodes: readonly [Node, Node]) => LinkContext,
): NodePairs {
  const [placesFrom, placesTo] = [from, to].map((places) => Map.groupBy(places, ({ node }) => node.id));
  const { ids, pairCount } = chosenPairs([...(placesFrom?.keys() ?? [])], [...(placesTo?.keys() ?? [])]);
  const pairs = ids
    .flatMap(([a, b]) => {
      const [one, other] = [placesFrom?.get(a) ?? [], placesTo?.get(b) ?? []];
      return one[0] && other[0] ? [pairOf(one, other, contextOf([one[0].node, other[0].node]))] : [];
    })
    .toSorted((x, y) => PATH_OUTCOMES.indexOf(x.outcome) - PATH_OUTCOMES.indexOf(y.outcome));
  const countOf = (outcome: PathOutcome) => pairs.filter((pair) => pair.outcome === outcome).length;
  return {
    outcome: worstOutcome(pairs.length > 0 ? pairs.map(({ outcome }) => outcome) : ["unknown"]),
    countByOutcome: {
      "no-path": countOf("no-path"),
      blocked: countOf("blocked"),
      unknown: countOf("unknown"),
      impaired: countOf("impaired"),
      passes: countOf("passes"),
    },
    pairs,
    pairCount,
    sharedNodeCount: [...(placesFrom?.keys() ?? [])].filter((id) => placesTo?.has(id)).length,
  };
}

/** Each unordered pair once, by growing distance, so that a limit leaves no node out before it must. */
function chosenPairs(
  from: readonly string[],
  to: readonly string[],
): { ids: [string, string][]; pairCount: number } {
  const shared = new Set(from.filter((id) => to.includes(id))).size;
  const pairCount = from.length * to.length - shared - (shared * (shared - 1)) / 2;
  const ids: [string, string][] = [];
  const seen = new Set<string>();
  for (let distance = 0; distance < to.length && ids.length < NODE_PAIRS_MAX; distance += 1) {
    for (const [position, a] of from.entries()) {
      const b = to[(position + distance) % to.length];
      const key = b === undefined ? "" : [a, b].toSorted().join(",");
      if (b === undefined || a === b || seen.has(key) || ids.length >= NODE_PAIRS_MAX) continue;
      seen.add(key);
      ids.push([a, b]);
    }
  }
  return { ids, pairCount };
}

function pairOf(one: readonly PathPlace[], other: readonly PathPlace[], context: LinkContext): NodePair {
  const [a, b] = [one[0], other[0]];
  if (!a || !b) throw new Error("a pair has two ends");
  const found = findPath(a, b, context);
  const rest = found.linkHop
    ? [...tableReasons(a.node, b.node, other, context), ...tableReasons(b.node, a.node, one, context)]
    : [];
  const sentences = new Set(found.reasons.map(({ sentence }) => sentence));
  const reasons = [...found.reasons, ...rest.filter(({ sentence }) => !sentences.has(sentence))];
  return {
    ends: [endOf(a, one), endOf(b, other)],
    outcome: reasons.length === 0 ? "passes" : worstOutcome(reasons.map(({ outcome }) => outcome)),
    reasons,
    linkId: found.linkId,
    linkState: found.linkHop?.state ?? null,
    path: found.linkHop?.path ?? null,
    effectiveMtuBytes: found.mtu.effectiveMtuBytes,
  };
}

/** What `node`'s table says of the peer's vNICs after the first, which the path itself has judged. */
function tableReasons(
  node: Node,
  peer: Node,
  places: readonly PathPlace[],
  context: LinkContext,
): PathReason[] {
  return places
    .slice(1)
    .flatMap(({ vnic }) => (vnic ? arpReasons(arpAgreementOf(node, peer, vnic, context)) : []));
}

function endOf({ node, vnic }: PathPlace, places: readonly PathPlace[]): PairEnd {
  const end = vnic
    ? formatPathEnd({ kind: "vm", vmUuid: vnic.vmUuid, interfaceName: vnic.interfaceName })
    : formatPathEnd({ kind: "node", nodeId: node.id });
  const vnicCount = places.filter((place) => place.vnic).length;
  return { nodeId: node.id, hostname: node.hostname, pdcLabel: pdcOf(node).label, vnicCount, end };
}
