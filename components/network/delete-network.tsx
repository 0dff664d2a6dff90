"use client";

import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toast-store.ts";
import { deletionSentences, usedSentence } from "./deletion-words.ts";
import type { NetworkDetail } from "./network-page.tsx";
import type { useNetworkChanges } from "./use-network-changes.ts";
import { useUndoDeletion } from "./use-undo-deletion.ts";

type DeleteNetworkProps = {
  network: NetworkDetail;
  changes: Pick<ReturnType<typeof useNetworkChanges>, "remove" | "reload">;
};

/** Says what goes with the network; while VMs use it, which of them, and that it cannot go. */
export function DeleteNetwork({ network, changes: { remove, reload } }: DeleteNetworkProps) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const undo = useUndoDeletion();
  const { vdcId, id: networkId, name } = network;
  const preview = useQuery(
    useTRPC().network.previewDelete.queryOptions({ vdcId, networkId }, { enabled: isOpen, staleTime: 0 }),
  );
  const confirm = () =>
    remove.mutate(
      { vdcId, networkId },
      {
        onSuccess: () => {
          const isRestorable = (preview.data?.restSeconds ?? 0) > 0;
          toast({
            tone: "good",
            title: `Network ${name} is deleted.`,
            ...(isRestorable && {
              action: { label: "Undo", onPress: () => undo({ vdcId, networkId, name }) },
            }),
          });
          router.push(`/vdcs/${vdcId}/networks`);
          void reload();
        },
      },
    );
  const open = (next: boolean) => {
    setIsOpen(next);
    remove.reset();
  };
  const isUsed = (preview.data?.vmCount ?? network.vmCount) > 0;
  return (
    <>
      <Button onClick={() => open(true)}>
        <Trash2 aria-hidden /> Delete
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={open}
        title={`Delete network ${name}?`}
        confirmLabel="Delete network"
        pending={remove.isPending || remove.isSuccess}
        confirmDisabled={isUsed || !preview.data}
        onConfirm={confirm}
      >
        {preview.data ? (
          isUsed ? (
            <p>{usedSentence(preview.data)}</p>
          ) : (
            deletionSentences(network, preview.data).map((sentence) => <p key={sentence}>{sentence}</p>)
          )
        ) : preview.error ? (
          <p role="alert" className="text-down">
            {sentenceOf(preview.error)}
          </p>
        ) : (
          <Skeleton className="h-16" />
        )}
        <RefusalAlert error={remove.error} />
      </ConfirmDialog>
    </>
  );
}
