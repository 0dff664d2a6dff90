"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { toast } from "../ui/toast-store.ts";

/** Everything that is done to a webhook; the list follows, and a refusal is said. */
export function useHookChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries(trpc.notification.pathFilter());
  const outcome = {
    onSettled,
    onError: (error: unknown) => toast({ tone: "bad", title: sentenceOf(error) }),
  };
  return {
    // A form shows its own refusals.
    create: useMutation(trpc.notification.createHook.mutationOptions({ onSettled })),
    change: useMutation(trpc.notification.changeHook.mutationOptions({ onSettled })),
    renewSecret: useMutation(trpc.notification.renewSecret.mutationOptions(outcome)),
    pause: useMutation(trpc.notification.pauseHook.mutationOptions(outcome)),
    remove: useMutation(trpc.notification.deleteHook.mutationOptions(outcome)),
    test: useMutation(trpc.notification.testHook.mutationOptions(outcome)),
    sendAgain: useMutation(trpc.notification.sendAgain.mutationOptions(outcome)),
  };
}
