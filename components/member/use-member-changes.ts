"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { toast } from "../ui/toast-store.ts";

/** Changes to one vDC's members; the list follows, and a refusal is said. */
export function useMemberChanges(vdcId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const reload = () => queryClient.invalidateQueries(trpc.member.list.queryFilter({ vdcId }));
  const say = (error: unknown) => toast({ tone: "bad", title: sentenceOf(error) });
  return {
    // A form shows its own refusals.
    addViewer: useMutation(trpc.member.addViewer.mutationOptions({ onSettled: reload })),
    setRole: useMutation(trpc.member.setRole.mutationOptions({ onSettled: reload, onError: say })),
    remove: useMutation(trpc.member.remove.mutationOptions({ onSettled: reload, onError: say })),
  };
}
