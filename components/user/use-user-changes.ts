"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { toast } from "../ui/toast-store.ts";

/** Everything an operator does to a person; the list follows, and a refusal is said. */
export function useUserChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const reload = () => queryClient.invalidateQueries(trpc.user.list.queryFilter());
  const say = (error: unknown) => toast({ tone: "bad", title: sentenceOf(error) });
  const outcome = { onSettled: reload, onError: say };
  return {
    // A form shows its own refusals.
    create: useMutation(trpc.user.create.mutationOptions({ onSettled: reload })),
    setCloudRole: useMutation(trpc.user.setCloudRole.mutationOptions(outcome)),
    setMemberships: useMutation(trpc.user.setMemberships.mutationOptions(outcome)),
    disable: useMutation(trpc.user.disable.mutationOptions(outcome)),
    enable: useMutation(trpc.user.enable.mutationOptions(outcome)),
    resetPassword: useMutation(trpc.user.resetPassword.mutationOptions(outcome)),
  };
}
