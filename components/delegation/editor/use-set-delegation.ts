"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/trpc.ts";

/** Ends only when what hangs on a delegation is read anew. The form shows refusals. */
export function useSetDelegation() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.delegation.pathFilter()),
      queryClient.invalidateQueries(trpc.network.pathFilter()),
      queryClient.invalidateQueries(trpc.vdc.pathFilter()),
    ]);
  return useMutation(trpc.delegation.set.mutationOptions({ onSuccess }));
}
