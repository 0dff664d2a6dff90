import { type DelegationContext, delegationConflicts, networksOutside } from "../delegation-conflicts.ts";
import { type DelegationDifference, delegationDifference } from "../delegation-difference.ts";
import type { DelegationDraft } from "../delegation.ts";
import { canonicalDraft } from "../delegation-reading.ts";
import { formatIdRanges } from "../id-range.ts";
import type { Applied, Present } from "./apply-scenario.ts";

const NAMED_MAX = 50;

/** What a changed delegation would mean; for operators and auditors, as it names other vDCs. */
export type DelegationAnswer = {
  vdcId: string;
  vdcName: string;
  /** "VXLAN on customers: 100-199 more". */
  lines: string[];
  /** The vDC's networks that would be outside and are inside now. */
  outside: { id: string; name: string }[];
  outsideCount: number;
  /** Would be inside again. */
  insideAgain: { id: string; name: string }[];
  /** Why it would be refused; empty: it would be accepted. */
  conflicts: string[];
  draft: DelegationDraft;
};

/** `contextOf`: the other vDCs, with those of their networks that may stand in the way. */
export function delegationAnswers(
  present: Present,
  { after }: Pick<Applied, "after">,
  contextByVdcId: ReadonlyMap<string, DelegationContext>,
): DelegationAnswer[] {
  return after.delegations.flatMap((changed): DelegationAnswer[] => {
    const before = present.delegations.find(({ vdcId }) => vdcId === changed.vdcId);
    const context = contextByVdcId.get(changed.vdcId);
    if (!before || before === changed || !context) return [];
    const own = present.networks.filter(({ vdcId }) => vdcId === changed.vdcId);
    const rules = context.overlayRules;
    const outsideBefore = new Set(networksOutside(before.delegation, own, rules));
    const outsideAfter = new Set(networksOutside(changed.delegation, own, rules));
    const outside = [...outsideAfter].filter((network) => !outsideBefore.has(network));
    const insideAgain = [...outsideBefore].filter((network) => !outsideAfter.has(network));
    const brief = ({ id, name }: (typeof own)[number]) => ({ id, name });
    return [
      {
        vdcId: changed.vdcId,
        vdcName: changed.vdcName,
        lines: differenceLines(delegationDifference(before.delegation, changed.delegation)),
        outside: outside.slice(0, NAMED_MAX).map(brief),
        outsideCount: outside.length,
        insideAgain: insideAgain.slice(0, NAMED_MAX).map(brief),
        conflicts: [
          ...new Set(delegationConflicts(changed.delegation, context).map(({ message }) => message)),
        ].slice(0, NAMED_MAX),
        draft: canonicalDraft(changed.delegation),
      },
    ];
  });
}

function differenceLines({ ids }: DelegationDifference): string[] {
  return ids.flatMap(({ label, added, removed }) => [
    ...(added.length > 0 ? [`${label}: ${formatIdRanges(added)} more`] : []),
    ...(removed.length > 0 ? [`${label}: ${formatIdRanges(removed)} less`] : []),
  ]);
}
