"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";

/** Changes to a network's addresses; what shows or counts them follows. Each form shows its own refusals. */
export function useAddressChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.address.pathFilter()),
      queryClient.invalidateQueries(trpc.network.pathFilter()),
    ]);
  return {
    add: useMutation(trpc.address.add.mutationOptions({ onSettled })),
    reserve: useMutation(trpc.address.reserve.mutationOptions({ onSettled })),
    update: useMutation(trpc.address.update.mutationOptions({ onSettled })),
    remove: useMutation(trpc.address.delete.mutationOptions({ onSettled })),
  };
}
