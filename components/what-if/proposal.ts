import type { DelegationDraft } from "#server/domain/delegation.ts";
import { canonicalDraft, readDelegation } from "#server/domain/delegation-reading.ts";
import { changeDelegation } from "#server/domain/what-if/apply-delegation.ts";
import { readScenario, type ScenarioChange } from "#server/domain/what-if/scenario.ts";

/** The editor of a vDC's delegation, with the changes filled in. */
export function proposalHref(vdcId: string, changes: readonly ScenarioChange[]): string {
  return `/vdcs/${vdcId}/delegation?proposal=${encodeURIComponent(JSON.stringify(changes))}#change`;
}

/** The delegation with the changes of an address; null when there are none that hold for it. */
export function proposalOf(
  text: string,
  vdcId: string,
  delegation: DelegationDraft,
  userRuleNames: readonly string[],
): DelegationDraft | null {
  const own = readScenario(text).changes.filter(
    (change) => change.kind === "change-delegation" && change.vdcId === vdcId,
  );
  const { delegation: before } = readDelegation(delegation);
  let after = before;
  for (const change of own) {
    if (change.kind !== "change-delegation") continue;
    after = changeDelegation(after, change, userRuleNames).delegation ?? after;
  }
  return after === before ? null : canonicalDraft(after);
}
