"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";

/** Requests and their answers; what hangs on them is read anew. Each form shows its own refusals. */
export function useRequestChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.delegationRequest.pathFilter()),
      queryClient.invalidateQueries(trpc.delegation.pathFilter()),
      queryClient.invalidateQueries(trpc.network.pathFilter()),
      queryClient.invalidateQueries(trpc.home.pathFilter()),
    ]);
  return {
    send: useMutation(trpc.delegationRequest.send.mutationOptions({ onSettled })),
    change: useMutation(trpc.delegationRequest.update.mutationOptions({ onSettled })),
    withdraw: useMutation(trpc.delegationRequest.withdraw.mutationOptions({ onSettled })),
    approve: useMutation(trpc.delegationRequest.approve.mutationOptions({ onSettled })),
    decline: useMutation(trpc.delegationRequest.decline.mutationOptions({ onSettled })),
  };
}
