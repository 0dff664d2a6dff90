import type { DelegationDraft } from "#server/domain/delegation.ts";
import { readDelegation } from "#server/domain/delegation-reading.ts";
import { countIds, formatIdRanges, type IdRange, intersectIdRanges } from "#server/domain/id-range.ts";
import type { StateCounts } from "#server/domain/range-map.ts";

type RuleIds = {
  overlayRuleName: string;
  allowedVxlanIds: readonly IdRange[];
  counts: StateCounts;
  usedOutside: { count: number; vxlanIds: readonly IdRange[] };
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
export function ruleSentence({ allowedVxlanIds, counts, usedOutside }: RuleIds): string {
  const parts = [
    `${figure(countIds(allowedVxlanIds))} allowed`,
    `${figure(counts.used + usedOutside.count)} in use`,
    ...(counts.resting > 0 ? [`${figure(counts.resting)} resting`] : []),
    ...(counts.unavailable > 0 ? [`${figure(counts.unavailable)} not available`] : []),
    `${counts.free === 0 ? "none" : figure(counts.free)} free`,
  ];
  return `${parts.join(", ")}.`;
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
  const { count, vxlanIds } = rule.usedOutside;
  if (count === 0) return shared;
  const more = count - countIds(vxlanIds);
  const ids = more > 0 ? `${spacedRanges(vxlanIds)} and ${figure(more)} more` : spacedRanges(vxlanIds);
  return [...shared, `VXLAN ${ids} is in use but no longer delegated.`];
}
