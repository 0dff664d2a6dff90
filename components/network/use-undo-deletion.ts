"use client";

import { sentenceOf } from "../trpc/refusal.ts";
import { toast } from "../ui/toast-store.ts";
import { useNetworkChanges } from "./use-network-changes.ts";

/** Brings a network back from wherever one is by then; says so, or why it cannot. */
export function useUndoDeletion() {
  const { restore } = useNetworkChanges();
  return ({ vdcId, networkId, name }: { vdcId: string; networkId: string; name: string }) =>
    void restore.mutateAsync({ vdcId, networkId }).then(
      () => toast({ tone: "good", title: `Network ${name} is restored.` }),
      (error: unknown) =>
        toast({
          tone: "bad",
          title: `Network ${name} could not be restored.`,
          description: sentenceOf(error),
        }),
    );
}
