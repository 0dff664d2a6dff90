import type { DelegationDraft } from "#server/domain/delegation.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { IdMap } from "./id-map.tsx";
import { Outlook, type OutlookData } from "./outlook.tsx";
import { ruleNotes, ruleSentence, spacedRanges } from "./use-sentences.ts";

export type RuleUseProps = {
  rule: RouterOutputs["delegation"]["get"]["rules"][number];
  delegation: DelegationDraft;
  /** None where there is nothing to use up. */
  outlook?: OutlookData | undefined;
};

export function RuleUse({ rule, delegation, outlook }: RuleUseProps) {
  const { overlayRuleName, allowedVxlanIds, usedVxlanIds, unavailableVxlanIds, freeVxlanIds } = rule;
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
      <IdMap
        noun="VXLAN"
        label={`VXLANs of ${overlayRuleName}`}
        use={{ used: usedVxlanIds, unavailable: unavailableVxlanIds, free: freeVxlanIds }}
      />
    </div>
  );
}
