import type { NodeFacts } from "../facts.ts";

/** Since when a node has reported a MAC address without a break, and when an operator said that it is there. */
export type MacClaim = {
  since: Date;
  settledAt: Date | null;
  /** The address it wants ARP answered for, and since when without a break; absent: claimed before that was kept. */
  address?: AddressClaim | null;
};

export type AddressClaim = {
  ipv4Address: string;
  since: Date;
  /** A network of another segment of the same overlay rule has the address in its subnet, and none of the own segment has. */
  isForeign?: boolean;
};

/** By MAC address. A MAC that is not in it was reported before anybody kept this. */
export type MacClaims = ReadonlyMap<string, MacClaim>;

export type Claimant = { nodeId: string; macClaim: MacClaim | null };

/** Equal for equal claims. */
export function claimText(claim: MacClaim | null): string {
  if (!claim) return "";
  const { since, settledAt, address } = claim;
  return `${since.getTime()} ${settledAt?.getTime()} ${address?.ipv4Address} ${address?.since.getTime()} ${address?.isForeign === true}`;
}

/**
 * Which node holds what several claim; null: it cannot be told. An operator's latest word decides, else whoever was first:
 * a move is a new claim together with the absence of the old one, and an absent claimant is none.
 */
export function holderOf(claimants: readonly Claimant[]): string | null {
  return foremost(claimants, wordRank) ?? foremost(claimants, firstRank);
}

/** The same of an address that several vNICs want ARP answered for. A word on a MAC is one on the address it had then. */
export function addressHolderOf(claimants: readonly Claimant[]): string | null {
  return foremost(claimants, addressWordRank) ?? foremost(claimants, addressFirstRank);
}

/** It claims an address that a foreign network has, and no operator said that it is there. */
export function isHeldBack(macClaim: MacClaim | null): boolean {
  return macClaim?.address?.isForeign === true && addressWordRank({ nodeId: "", macClaim }) === null;
}

/** A claim made anew begins now, and nobody's word holds for it; one that goes on stays as it is. */
export function macClaimsAfter(earlier: MacClaims | null, facts: NodeFacts, observedAt: Date): MacClaims {
  const reported = [
    ...(facts.vmVnics?.value ?? []).map(({ macAddress, addresses: [first] }) => ({
      macAddress,
      ipv4Address: first?.ipv4Address ?? null,
    })),
    ...(facts.hostVnics?.value ?? []),
  ];
  return new Map(
    reported.map(({ macAddress, ipv4Address }) => {
      const claim = earlier?.get(macAddress) ?? { since: observedAt, settledAt: null };
      return [macAddress, { ...claim, address: addressClaimAfter(claim.address, ipv4Address, observedAt) }];
    }),
  );
}

function addressClaimAfter(
  earlier: AddressClaim | null | undefined,
  ipv4Address: string | null,
  observedAt: Date,
): AddressClaim | null {
  if (ipv4Address === null) return null;
  return earlier?.ipv4Address === ipv4Address ? earlier : { ipv4Address, since: observedAt };
}

const wordRank = ({ macClaim }: Claimant) => (macClaim?.settledAt ? -macClaim.settledAt.getTime() : null);
const firstRank = ({ macClaim }: Claimant) => macClaim?.since.getTime() ?? Number.NEGATIVE_INFINITY;

const addressWordRank = ({ macClaim }: Claimant) =>
  macClaim?.settledAt && macClaim.settledAt >= (macClaim.address?.since ?? macClaim.since)
    ? -macClaim.settledAt.getTime()
    : null;
const addressFirstRank = ({ macClaim }: Claimant) =>
  macClaim?.address?.since.getTime() ?? Number.NEGATIVE_INFINITY;

/** The node of lowest rank; null where two nodes share it or none has any. */
function foremost(
  claimants: readonly Claimant[],
  rankOf: (claimant: Claimant) => number | null,
): string | null {
  let best: { rank: number; nodeId: string | null } | null = null;
  for (const claimant of claimants) {
    const rank = rankOf(claimant);
    if (rank === null || (best && rank > best.rank)) continue;
    const isShared: boolean = best !== null && best.rank === rank && best.nodeId !== claimant.nodeId;
    best = { rank, nodeId: isShared ? null : claimant.nodeId };
  }
  return best?.nodeId ?? null;
}
