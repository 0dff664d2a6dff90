import type { NodeFacts } from "../facts.ts";

/** Since when a node has reported a MAC address without a break, and when an operator said that it is there. */
export type MacClaim = { since: Date; settledAt: Date | null };

/** By MAC address. A MAC that is not in it was reported before anybody kept this. */
export type MacClaims = ReadonlyMap<string, MacClaim>;

export type Claimant = { nodeId: string; macClaim: MacClaim | null };

/** Equal for equal claims. */
export function claimText(claim: MacClaim | null): string {
  return claim ? `${claim.since.getTime()} ${claim.settledAt?.getTime()}` : "";
}

/**
 * Which node holds what several claim; null: it cannot be told. An operator's latest word decides, else whoever was first:
 * a move is a new claim together with the absence of the old one, and an absent claimant is none.
 */
export function holderOf(claimants: readonly Claimant[]): string | null {
  return foremost(claimants, wordRank) ?? foremost(claimants, firstRank);
}

/** A claim made anew begins now, and nobody's word holds for it; one that goes on stays as it is. */
export function macClaimsAfter(earlier: MacClaims | null, facts: NodeFacts, observedAt: Date): MacClaims {
  const reported = [...(facts.vmVnics?.value ?? []), ...(facts.hostVnics?.value ?? [])];
  return new Map(
    reported.map(({ macAddress }) => [
      macAddress,
      earlier?.get(macAddress) ?? { since: observedAt, settledAt: null },
    ]),
  );
}

const wordRank = ({ macClaim }: Claimant) => (macClaim?.settledAt ? -macClaim.settledAt.getTime() : null);
const firstRank = ({ macClaim }: Claimant) => macClaim?.since.getTime() ?? Number.NEGATIVE_INFINITY;

/** The node of lowest rank; null where two claims share it or none has any. */
function foremost(
  claimants: readonly Claimant[],
  rankOf: (claimant: Claimant) => number | null,
): string | null {
  let best: { rank: number; nodeId: string | null } | null = null;
  for (const claimant of claimants) {
    const rank = rankOf(claimant);
    if (rank === null || (best && rank > best.rank)) continue;
    best = { rank, nodeId: best && rank === best.rank ? null : claimant.nodeId };
  }
  return best?.nodeId ?? null;
}
