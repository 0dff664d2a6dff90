"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/trpc.ts";

/** Changes to the sharing of networks, and to one's own addresses in those that are shared. */
export function useShareChanges() {
  const { networkShare } = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries(networkShare.pathFilter());
  return {
    attach: useMutation(networkShare.attach.mutationOptions({ onSettled })),
    detach: useMutation(networkShare.detach.mutationOptions({ onSettled })),
    reserve: useMutation(networkShare.reserveAddress.mutationOptions({ onSettled })),
    add: useMutation(networkShare.addAddresses.mutationOptions({ onSettled })),
    remove: useMutation(networkShare.deleteAddresses.mutationOptions({ onSettled })),
  };
}
