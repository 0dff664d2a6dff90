"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";

/** What an operator does to vDCs; everything that names them follows. Each form shows its own refusals. */
export function useVdcChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.vdc.pathFilter()),
      queryClient.invalidateQueries(trpc.delegation.pathFilter()),
      queryClient.invalidateQueries(trpc.network.pathFilter()),
      queryClient.invalidateQueries(trpc.user.pathFilter()),
    ]);
  return {
    create: useMutation(trpc.vdc.create.mutationOptions({ onSuccess })),
    rename: useMutation(trpc.vdc.rename.mutationOptions({ onSuccess })),
    retire: useMutation(trpc.vdc.retire.mutationOptions({ onSuccess })),
  };
}
