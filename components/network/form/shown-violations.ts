import type { Violation } from "#server/domain/errors.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { draftOf, formViolations, type NetworkFormValues } from "./form-values.ts";

/** What the server said about one draft: a preview, or the refusal of what was sent. */
export type Answer = { draft: NetworkDraft; violations: readonly Violation[] };

export type ShownInput = {
  values: NetworkFormValues;
  /** What was typed a moment ago; nobody is told off in the middle of a word. */
  settled: NetworkFormValues;
  dirtyFields: Readonly<Record<string, unknown>>;
  isSubmitted: boolean;
  answers: readonly Answer[];
};

const SEGMENT = ["overlayRuleName", "nicTagName", "vxlanId", "vlanId"] as const;
/** What else than itself a field is judged by; an answer about other values is out of date. */
const JUDGED_BY: Readonly<Record<string, readonly (keyof NetworkDraft)[]>> = {
  vxlanId: [...SEGMENT],
  vlanId: [...SEGMENT],
  subnet: ["subnet", "allowOverlapInVdc", ...SEGMENT],
  gateway: ["gateway", "subnet"],
  mtuBytes: ["mtuBytes", ...SEGMENT],
};

/**
 * At most one sentence a field. Fields nobody has touched stay quiet until the form is sent, but for what no typing can
 * mend: "" (about the whole) and ids of which none is free.
 */
export function shownViolations(input: ShownInput): ReadonlyMap<string, string> {
  const { values, settled, dirtyFields, isSubmitted, answers } = input;
  const draft = draftOf(values);
  const isTold = (field: string) => isSubmitted || Boolean(dirtyFields[field]) || field === "";
  const settledFields = new Set(formViolations(settled).map(({ field }) => field));
  const local = formViolations(values).filter(
    ({ field }) => isSubmitted || (isTold(field) && settledFields.has(field)),
  );
  const told = answers.flatMap((answer) =>
    answer.violations.filter(
      ({ field }) => isCurrent(field, answer.draft, draft) && (isTold(field) || isNextFree(field, draft)),
    ),
  );
  const shown = new Map<string, string>();
  for (const { field, message } of [...local, ...told]) {
    const name = field.split(".")[0] ?? "";
    if (!shown.has(name)) shown.set(name, message);
  }
  return shown;
}

function isCurrent(field: string, judged: NetworkDraft, draft: NetworkDraft): boolean {
  const fields = JUDGED_BY[field] ?? Object.keys(draft).filter((key) => key === field.split(".")[0]);
  return fields.every((key) => same(judged, draft, key));
}

function same(a: NetworkDraft, b: NetworkDraft, key: string): boolean {
  const valueOf = (draft: NetworkDraft) => Object.entries(draft).find(([name]) => name === key)?.[1];
  return JSON.stringify(valueOf(a)) === JSON.stringify(valueOf(b));
}

function isNextFree(field: string, draft: NetworkDraft): boolean {
  return (
    (field === "vxlanId" && draft.vxlanId === "next-free") ||
    (field === "vlanId" && draft.vlanId === "next-free")
  );
}
