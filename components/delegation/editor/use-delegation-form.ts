"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { useSettled } from "../../ui/use-settled.ts";
import { type RouterOutputs, useTRPC } from "../../trpc/trpc.ts";
import { type DelegationFormValues, draftOf, valuesOf } from "./form-values.ts";
import { type Answer, localViolations, shownProblems } from "./shown-problems.ts";

const SETTLE_MILLISECONDS = 350;
/** A question travels in an address, which has an end; what is longer is judged when it is saved. */
const QUESTION_LENGTH_MAX = 2500;

type Typed = { values: DelegationFormValues; over: string };

type DelegationFormOptions = {
  vdcId: string;
  delegation: DelegationDraft;
  /** What the fields hold at first; the delegation itself unless given. */
  proposal?: DelegationDraft;
  refusal: Answer | null;
};

/** What is typed over `delegation`, and what is to be said about it now. Untouched, it follows `delegation`. */
export function useDelegationForm({ vdcId, delegation, proposal, refusal }: DelegationFormOptions) {
  const [typed, setTyped] = useState<Typed | null>(null);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const draftAtFirst = proposal ?? delegation;
  const valuesAtFirst = useMemo(() => valuesOf(draftAtFirst), [draftAtFirst]);
  const values = typed?.values ?? valuesAtFirst;
  const draft = draftOf(values);
  const settled = useSettled(draft, SETTLE_MILLISECONDS);
  const savedText = JSON.stringify(delegation);
  const isDirty = JSON.stringify(draft) !== savedText;
  const preview = usePreview(vdcId, settled, isDirty);
  const isJudged = preview !== null && JSON.stringify(preview.draft) === JSON.stringify(draft);
  const local = { draft: settled, violations: localViolations(settled) };
  const answers = [
    ...(isSubmitted ? [{ draft, violations: localViolations(draft) }] : [local]),
    ...(preview ? [preview] : []),
    ...(refusal ? [refusal] : []),
  ];
  return {
    values,
    draft,
    isDirty,
    /** Other than the fields held at first. */
    isTyped: JSON.stringify(draft) !== JSON.stringify(draftAtFirst),
    /** Somebody else saved meanwhile. */
    isOvertaken: typed !== null && isDirty && typed.over !== savedText,
    problems: shownProblems(draft, answers, isSubmitted),
    shrink: isJudged ? preview.shrink : [],
    /** Other vDCs in the way of what is typed now. */
    holders: isJudged ? preview.holders : [],
    change: (patch: Partial<DelegationFormValues>) =>
      setTyped({ values: { ...values, ...patch }, over: typed?.over ?? savedText }),
    markSubmitted: () => setIsSubmitted(true),
    beginAnew: () => {
      setTyped(null);
      setIsSubmitted(false);
    },
  };
}

type Preview = Answer & Pick<RouterOutputs["delegation"]["preview"], "shrink" | "holders">;

/** The server's word on the last draft it was asked about; the one before stays until the next arrives. */
function usePreview(vdcId: string, draft: DelegationDraft, isDirty: boolean): Preview | null {
  const [last, setLast] = useState<{ answer: object; preview: Preview } | null>(null);
  const isAskable =
    !Number.isNaN(draft.networkCountMax) && JSON.stringify(draft).length < QUESTION_LENGTH_MAX;
  const { data } = useQuery(
    useTRPC().delegation.preview.queryOptions(
      { vdcId, draft },
      { enabled: isDirty && isAskable, staleTime: 5_000, retry: false },
    ),
  );
  if (data && last?.answer !== data) setLast({ answer: data, preview: { ...data, draft } });
  return last?.preview ?? null;
}
