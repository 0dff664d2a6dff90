"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleStop } from "lucide-react";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { toast } from "../ui/toast-store.ts";

/** Stops what has not ended. Nothing stored is lost by it, so it is done without a question. */
export function CancelRun({ runId, toGoCount }: { runId: string; toGoCount: number }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    trpc.refresh.cancel.mutationOptions({
      onError: (error) => toast({ tone: "bad", title: sentenceOf(error) }),
      onSettled: () => queryClient.invalidateQueries(trpc.refresh.pathFilter()),
    }),
  );
  return (
    <Button pending={cancel.isPending} onClick={() => cancel.mutate({ runId })}>
      <CircleStop aria-hidden />
      Stop ({toGoCount} to go)
    </Button>
  );
}
