"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { toast } from "../ui/toast-store.ts";

/** What people change about how they are told. Forms show their own refusals. */
export function useMyChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries(trpc.notification.mine.queryFilter());
  return {
    sendCode: useMutation(trpc.notification.sendCode.mutationOptions({ onSettled })),
    confirmCode: useMutation(trpc.notification.confirmCode.mutationOptions({ onSettled })),
    save: useMutation(trpc.notification.save.mutationOptions({ onSettled })),
    removeEmail: useMutation(
      trpc.notification.removeEmail.mutationOptions({
        onSettled,
        onError: (error) => toast({ tone: "bad", title: sentenceOf(error) }),
      }),
    ),
  };
}
