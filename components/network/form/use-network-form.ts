"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import type { NetworkPlan } from "#server/domain/network/plan.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { draftOf, NetworkForm, type NetworkFormValues } from "./form-values.ts";
import { type Answer, shownViolations } from "./shown-violations.ts";
import { useSettled } from "../../ui/use-settled.ts";

const SETTLE_MILLISECONDS = 350;
/** A question travels in an address, which has an end. */
const QUESTION_LENGTH_MAX = 2500;

type Options = {
  vdcId: string;
  /** null: a new one. */
  networkId: string | null;
  valuesAtFirst: NetworkFormValues;
  /** What the server refused when it was sent last. */
  refusal: Answer | null;
};

/** The form's state, and everything that is to be said about what it holds right now. */
export function useNetworkForm({ vdcId, networkId, valuesAtFirst, refusal }: Options) {
  const form = useForm<NetworkFormValues, unknown, NetworkDraft>({
    resolver: zodResolver(NetworkForm),
    defaultValues: valuesAtFirst,
    mode: "onChange",
  });
  // Every field's value decides what is said about others, so all are watched.
  // oxlint-disable-next-line react/incompatible-library
  const values = form.watch();
  const settled = useSettled(values, SETTLE_MILLISECONDS);
  const { plan, isAsking } = usePreview(vdcId, networkId, draftOf(settled));
  const { dirtyFields, isSubmitted } = form.formState;
  const answers = [refusal, plan].filter((answer) => answer !== null);
  return {
    form,
    values,
    draft: draftOf(values),
    violations: shownViolations({ values, settled, dirtyFields, isSubmitted, answers }),
    plan,
    isChecking: isAsking || settled !== values,
  };
}

type Preview = Answer & Pick<NetworkPlan, "advice" | "values">;

/** The server's word on the last draft it was asked about; the one before stays until the next arrives. */
function usePreview(vdcId: string, networkId: string | null, draft: NetworkDraft) {
  const [last, setLast] = useState<{ answer: NetworkPlan; plan: Preview } | null>(null);
  const question = askable(draft);
  const { data, isFetching } = useQuery(
    useTRPC().network.preview.queryOptions(
      { vdcId, networkId, draft: question },
      { enabled: JSON.stringify(question).length < QUESTION_LENGTH_MAX, staleTime: 5_000 },
    ),
  );
  if (data && last?.answer !== data) setLast({ answer: data, plan: { ...data, draft: question } });
  return { plan: last?.plan ?? null, isAsking: isFetching };
}

/** What is no number is refused here already; the server is asked about the rest. */
function askable(draft: NetworkDraft): NetworkDraft {
  const orNull = <T>(value: T) => (Number.isNaN(value) ? null : value);
  return {
    ...draft,
    vxlanId: orNull(draft.vxlanId),
    vlanId: orNull(draft.vlanId) ?? -1,
    mtuBytes: orNull(draft.mtuBytes),
  };
}
