"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { WarningFilter, WarningSelection } from "#server/domain/warning-input.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import type { Selection } from "../ui/data-table/selection.ts";
import { toast } from "../ui/toast-store.ts";
import { mentionedWords } from "./review-words.ts";

export type ReviewPreview = RouterOutputs["warning"]["previewReview"];

/** As the server names what is marked in the table. */
export function warningSelectionOf({ isAll, ids }: Selection, filter: WarningFilter): WarningSelection {
  return isAll
    ? { kind: "filter", filter, exceptWarningIds: [...ids] }
    : { kind: "ids", warningIds: [...ids] };
}

export const onlyWarning = (id: string): WarningSelection => ({ kind: "ids", warningIds: [id] });

/** What an operator does to warnings; every view of warnings follows. */
export function useReview() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries(trpc.warning.pathFilter());
  const onError = (error: unknown) => void toast({ tone: "bad", title: sentenceOf(error) });
  return {
    preview: useMutation(trpc.warning.previewReview.mutationOptions()),
    /** The form shows its own refusals. */
    review: useMutation(trpc.warning.review.mutationOptions({ onSettled })),
    /** Refusals are said beside the page. */
    reviewAtOnce: useMutation(trpc.warning.review.mutationOptions({ onSettled, onError })),
    comment: useMutation(
      trpc.warning.comment.mutationOptions({
        onSettled,
        onSuccess: (mentioned) => {
          const told = mentionedWords(mentioned);
          if (told) toast({ title: told });
        },
      }),
    ),
  };
}
