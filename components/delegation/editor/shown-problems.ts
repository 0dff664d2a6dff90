import { DelegationDraft } from "#server/domain/delegation.ts";
import { readDelegation } from "#server/domain/delegation-reading.ts";
import type { Violation } from "#server/domain/errors.ts";

/** What was said about one draft: by the reader here, a preview, or the refusal of what was sent. */
export type Answer = { draft: DelegationDraft; violations: readonly Violation[] };

const TOLD_MAX = 3;

/** What can be said without asking the server. */
export function localViolations(draft: DelegationDraft): Violation[] {
  const { error } = DelegationDraft.safeParse(draft);
  const ofShape = error?.issues.map(({ path, message }) => ({ field: path.join("."), message })) ?? [];
  return [...ofShape, ...readDelegation(draft).violations];
}

/**
 * Sentences by field. An answer counts for a row only as long as that row is as it was when judged; a row that is not
 * filled in yet stays quiet until the form is sent.
 */
export function shownProblems(
  draft: DelegationDraft,
  answers: readonly Answer[],
  isSubmitted: boolean,
): ReadonlyMap<string, string> {
  const told = new Map<string, Set<string>>();
  for (const answer of answers) {
    for (const { field, message } of answer.violations) {
      if (JSON.stringify(judged(answer.draft, field)) !== JSON.stringify(judged(draft, field))) continue;
      if (!isSubmitted && isBlank(draft, field)) continue;
      told.set(field, (told.get(field) ?? new Set()).add(message));
    }
  }
  return new Map([...told].map(([field, messages]) => [field, together([...messages])]));
}

function together(messages: readonly string[]): string {
  const rest = messages.length - TOLD_MAX;
  return [...messages.slice(0, TOLD_MAX), ...(rest > 0 ? [`And ${rest} more like this.`] : [])].join(" ");
}

/** The part of the draft that a field's violation is about; the whole for "". */
function judged(draft: DelegationDraft, field: string): unknown {
  const [name, index] = field.split(".");
  if (name === "vxlanDelegations")
    return index ? draft.vxlanDelegations[Number(index)] : draft.vxlanDelegations;
  if (name === "vlanDelegations") return index ? draft.vlanDelegations[Number(index)] : draft.vlanDelegations;
  return name === "networkCountMax" ? String(draft.networkCountMax) : draft;
}

function isBlank(draft: DelegationDraft, field: string): boolean {
  const [name, index, part] = field.split(".");
  if (name === "vxlanDelegations") {
    const row = draft.vxlanDelegations[Number(index)];
    if (part === "vxlanIds") return row?.vxlanIds.trim() === "";
    if (part === "sharedVlanIds") return row?.sharedVlanIds?.trim() === "";
    return part === "overlayRuleNames" && row?.overlayRuleNames?.length === 0;
  }
  if (name !== "vlanDelegations") return false;
  const row = draft.vlanDelegations[Number(index)];
  if (part === "vlanIds") return row?.vlanIds.trim() === "";
  return part === undefined && row?.overlayRuleName === null && row.nicTagName === null;
}
