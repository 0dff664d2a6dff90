"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { toast } from "../ui/toast-store.ts";

/** Orders a refresh and says where to follow it; it goes on whatever page is open. */
export function useOrderRefresh() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation(
    trpc.refresh.order.mutationOptions({
      onSuccess: ({ runId }) =>
        toast({
          title: "Refresh ordered.",
          action: { label: "Follow it", onPress: () => router.push(`/refreshes/${runId}`) },
        }),
      onError: (error) => toast({ tone: "bad", title: sentenceOf(error) }),
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.refresh.pathFilter()),
          queryClient.invalidateQueries(trpc.node.pathFilter()),
        ]),
    }),
  );
}
