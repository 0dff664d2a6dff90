"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { useSettled } from "../../network/form/use-settled.ts";
import { type RouterOutputs, useTRPC } from "../../trpc/trpc.ts";
import { type DelegationFormValues, draftOf, valuesOf } from "./form-values.ts";
import { type Answer, localViolations, shownProblems } from "./shown-problems.ts";

const SETTLE_MILLISECONDS = 350;
/** A question travels in an address, which has an end; what is longer is judged when it is saved. */
const QUESTION_LENGTH_MAX = 2500;

type Typed = { values: DelegationFormValues; over: string };

/** What is typed over `delegation`, and what is to be said about it now. Untouched, it follows `delegation`. */
export function useDelegationForm(vdcId: string, delegation: DelegationDraft, refusal: Answer | null) {
  const [typed, setTyped] = useState<Typed | null>(null);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const valuesAtFirst = useMemo(() => valuesOf(delegation), [delegation]);
  const values = typed?.values ?? valuesAtFirst;
  const draft = draftOf(values);
  const settled = useSettled(draft, SETTLE_MILLISECONDS);
  const savedText = JSON.stringify(delegation);
  const isDirty = JSON.stringify(draft) !== savedText;
  const preview = usePreview(vdcId, settled, isDirty);
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
    /** Somebody else saved meanwhile. */
    isOvertaken: typed !== null && isDirty && typed.over !== savedText,
    problems: shownProblems(draft, answers, isSubmitted),
    shrink: preview && JSON.stringify(preview.draft) === JSON.stringify(draft) ? preview.shrink : [],
    change: (patch: Partial<DelegationFormValues>) =>
      setTyped({ values: { ...values, ...patch }, over: typed?.over ?? savedText }),
    markSubmitted: () => setIsSubmitted(true),
    beginAnew: () => {
      setTyped(null);
      setIsSubmitted(false);
    },
  };
}

type Preview = Answer & Pick<RouterOutputs["delegation"]["preview"], "shrink">;

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
