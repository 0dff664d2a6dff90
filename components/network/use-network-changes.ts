"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";

/** Changes to networks; what counts them follows. Each form shows its own refusals. */
export function useNetworkChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.network.pathFilter()),
      queryClient.invalidateQueries(trpc.delegation.pathFilter()),
      queryClient.invalidateQueries(trpc.vdc.pathFilter()),
    ]);
  return {
    create: useMutation(trpc.network.create.mutationOptions({ onSettled })),
    update: useMutation(trpc.network.update.mutationOptions({ onSettled })),
    restore: useMutation(trpc.network.restore.mutationOptions({ onSettled })),
    remove: useMutation(trpc.network.delete.mutationOptions()),
    reload: onSettled,
  };
}
