import { type CountByHealth, HEALTH_STATES, type HealthState } from "../health.ts";
import type { LinkPath } from "./link-path.ts";
import { mtuOutcomeOf, type PairVerdict } from "./model/pair-verdict.ts";

/** How many of the links are down or degraded; see `badShareOf`. */
export type BadShare = "none" | "few" | "some" | "many" | "most";

/** Links told together. */
export type LinkSums = {
  linkCount: number;
  countByState: CountByHealth;
  /** Part of the unknown: nothing is wrong, only nothing was sent. */
  idleCount: number;
  /** null: no links. */
  worstState: HealthState | null;
  /** Down or degraded. */
  badCount: number;
  badShare: BadShare;
  countByPath: Record<LinkPath, number>;
  fragmentingCount: number;
  /** Nothing is known to fragment, and of some rule it is not known. */
  mtuUnknownCount: number;
  /** Largest inner packet that crosses whole everywhere; null: not known. */
  effectiveMtuBytesMin: number | null;
  wantedMtuBytesMax: number | null;
  attribution: Attribution | null;
};

/** `isDown`: the node itself; else it answers, and only its links are bad. */
export type BlamedNode = { id: string; hostname: string; isDown: boolean };

/** Where the bad links come from: from whole PDCs that no other reaches, from single nodes, or from the path between the two ends. */
export type Attribution =
  | { kind: "pdc"; linkCount: number; pdcCount: number; pdcs: { id: string; label: string }[] }
  | { kind: "node"; linkCount: number; nodeCount: number; nodes: BlamedNode[] }
  | { kind: "pair"; linkCount: number };

/** Below which share of bad links each word holds. */
const BAD_SHARES_BELOW = [
  ["few", 0.01],
  ["some", 0.1],
  ["many", 0.5],
] as const;

export function badShareOf(badCount: number, linkCount: number): BadShare {
  if (badCount === 0) return "none";
  return BAD_SHARES_BELOW.find(([, below]) => badCount < linkCount * below)?.[0] ?? "most";
}

export type VerdictCounts = ReadonlyMap<PairVerdict, number>;

/** With a rule's name: of the links that carry it, and with the MTU of that rule alone. */
export function sumLinks(
  counts: VerdictCounts,
  overlayRuleName: string | null = null,
  attribution: Attribution | null = null,
): LinkSums {
  const countByState: CountByHealth = { down: 0, degraded: 0, stale: 0, unknown: 0, up: 0 };
  const countByPath: Record<LinkPath, number> = { admin: 0, ipsec: 0, "clear-text": 0, unknown: 0 };
  const sums = { linkCount: 0, idleCount: 0, fragmentingCount: 0, mtuUnknownCount: 0 };
  let effective = Infinity;
  let wanted = -Infinity;
  for (const [verdict, count] of counts) {
    const rules = overlayRuleName
      ? verdict.rules.filter(({ name }) => name === overlayRuleName)
      : verdict.rules;
    if (overlayRuleName && rules.length === 0) continue;
    sums.linkCount += count;
    countByState[verdict.state] += count;
    countByPath[verdict.path] += count;
    if (verdict.isIdle) sums.idleCount += count;
    const outcome = mtuOutcomeOf(verdict, overlayRuleName);
    if (outcome === "fragments") sums.fragmentingCount += count;
    if (outcome === "unknown") sums.mtuUnknownCount += count;
    for (const { mtu } of rules) {
      effective = Math.min(effective, mtu?.effectiveBytes ?? Infinity);
      wanted = Math.max(wanted, mtu?.wantedBytes ?? -Infinity);
    }
  }
  const badCount = countByState.down + countByState.degraded;
  return {
    ...sums,
    countByState,
    worstState: HEALTH_STATES.find((state) => countByState[state] > 0) ?? null,
    badCount,
    badShare: badShareOf(badCount, sums.linkCount),
    countByPath,
    effectiveMtuBytesMin: effective === Infinity ? null : effective,
    wantedMtuBytesMax: wanted === -Infinity ? null : wanted,
    attribution: badCount > 0 ? attribution : null,
  };
}

export function addCounts(total: Map<PairVerdict, number>, counts: VerdictCounts): void {
  for (const [verdict, count] of counts) total.set(verdict, (total.get(verdict) ?? 0) + count);
}

/** Order of lists: the worst state first, within it the larger share of bad links. */
export function compareWorstFirst(a: LinkSums, b: LinkSums): number {
  const rank = ({ worstState, idleCount, countByState }: LinkSums) =>
    worstState === null
      ? HEALTH_STATES.length
      : worstState === "unknown" && idleCount === countByState.unknown
        ? HEALTH_STATES.length - 1.5
        : HEALTH_STATES.indexOf(worstState);
  const share = ({ badCount, linkCount }: LinkSums) => (linkCount === 0 ? 0 : badCount / linkCount);
  return rank(a) - rank(b) || share(b) - share(a) || b.linkCount - a.linkCount;
}
