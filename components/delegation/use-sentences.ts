import type { DelegationDraft } from "#server/domain/delegation.ts";
import { readDelegation } from "#server/domain/delegation-reading.ts";
import {
  countIds,
  formatIdRanges,
  type IdRange,
  intersectIdRanges,
  subtractIdRanges,
} from "#server/domain/id-range.ts";

type RuleIds = {
  overlayRuleName: string;
  allowedVxlanIds: readonly IdRange[];
  usedVxlanIds: readonly IdRange[];
  freeCount: number;
};

const figure = (count: number) => count.toLocaleString("en");

/** Ranges as prose: with a space after each comma, so that they wrap. */
export function spacedRanges(ranges: readonly IdRange[]): string {
  return formatIdRanges(ranges).replaceAll(",", ", ");
}

export function restrictionSentence({ isRestricted }: Pick<DelegationDraft, "isRestricted">): string {
  return isRestricted
    ? "This vDC is restricted: its networks take ids from the ranges below only."
    : "This vDC is not restricted: its networks may take any id that no other vDC holds.";
}

export function limitSentence(networkCount: number, networkCountMax: number | null): string {
  const have = networkCount === 1 ? "It has 1 network" : `It has ${figure(networkCount)} networks`;
  if (networkCountMax === null) return `${have}, and there is no limit.`;
  const left = networkCountMax - networkCount;
  const limit = `${have} of at most ${figure(networkCountMax)}`;
  if (left < 0) return `${limit}: that is ${figure(-left)} too many, so no more can be made.`;
  return left === 0 ? `${limit}, so no more can be made.` : `${limit}; ${figure(left)} more can be made.`;
}

/** "101 allowed, 2 in use, 97 free." */
export function ruleSentence({ allowedVxlanIds, usedVxlanIds, freeCount }: RuleIds): string {
  const allowed = countIds(allowedVxlanIds);
  const used = countIds(usedVxlanIds);
  return `${figure(allowed)} allowed, ${figure(used)} in use, ${freeCount === 0 ? "none" : figure(freeCount)} free.`;
}

/** What differs from plain ranges on this rule: ids shared with others, and ids used beyond what is delegated. */
export function ruleNotes(rule: RuleIds, draft: DelegationDraft): string[] {
  const shared = readDelegation(draft).delegation.vxlanDelegations.flatMap((row) => {
    const holds = row.overlayRuleNames?.includes(rule.overlayRuleName) ?? true;
    const ids = holds ? intersectIdRanges(row.vxlanIds, rule.allowedVxlanIds) : [];
    if (row.sharedVlanIds === null || ids.length === 0) return [];
    return [
      `VXLAN ${spacedRanges(ids)} may be shared with other vDCs; this one has VLAN ${spacedRanges(row.sharedVlanIds)} there.`,
    ];
  });
  const outside = subtractIdRanges(rule.usedVxlanIds, rule.allowedVxlanIds);
  if (outside.length === 0) return shared;
  return [...shared, `VXLAN ${spacedRanges(outside)} is in use but no longer delegated.`];
}
