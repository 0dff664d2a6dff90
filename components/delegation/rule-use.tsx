import type { DelegationDraft } from "#server/domain/delegation.ts";
import { VxlanMap } from "../range-map/vxlan-map.tsx";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Outlook, type OutlookData } from "./outlook.tsx";
import { ruleNotes, ruleSentence, spacedRanges } from "./use-sentences.ts";

export type RuleUseProps = {
  vdcId: string;
  rule: RouterOutputs["delegation"]["get"]["rules"][number];
  delegation: DelegationDraft;
  /** None where there is nothing to use up. */
  outlook?: OutlookData | "pending" | undefined;
};

export function RuleUse({ vdcId, rule, delegation, outlook }: RuleUseProps) {
  const { overlayRuleName, allowedVxlanIds } = rule;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div>
        <h3 className="font-semibold wrap-anywhere">{overlayRuleName}</h3>
        <p>{ruleSentence(rule)}</p>
        <p className="text-sm wrap-anywhere text-muted tabular-nums">
          Allowed: {spacedRanges(allowedVxlanIds) || "none"}
        </p>
        {ruleNotes(rule, delegation).map((note) => (
          <p key={note} className="text-sm wrap-anywhere text-muted">
            {note}
          </p>
        ))}
      </div>
      {outlook && <Outlook outlook={outlook} />}
      <VxlanMap vdcId={vdcId} overlayRuleName={overlayRuleName} allowedVxlanIds={allowedVxlanIds} />
    </div>
  );
}
