"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { toast } from "../ui/toast-store.ts";

/** What an operator does to a warning; every view of warnings follows. */
export function useWarningChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const reload = () => queryClient.invalidateQueries(trpc.warning.pathFilter());
  const say = (error: unknown) => toast({ tone: "bad", title: sentenceOf(error) });
  return {
    // The form shows its own refusals.
    acknowledge: useMutation(trpc.warning.acknowledge.mutationOptions({ onSettled: reload })),
    withdraw: useMutation(
      trpc.warning.withdrawAcknowledgement.mutationOptions({ onSettled: reload, onError: say }),
    ),
  };
}
