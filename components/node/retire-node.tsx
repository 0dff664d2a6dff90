"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { toast } from "../ui/toast-store.ts";
import type { NodeSummary } from "./use-nodes.ts";
import { RetirePreview } from "./retire-preview.tsx";

export type RetireNodeProps = {
  node: Pick<NodeSummary, "id" | "hostname">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRetired?: () => void;
};

/** Says what the node carries and what others must forget before it is let go. */
export function RetireNode({ node, open, onOpenChange, onRetired }: RetireNodeProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const preview = useQuery({
    ...trpc.node.previewRetire.queryOptions({ nodeId: node.id }),
    enabled: open,
    retry: false,
  });
  const retire = useMutation(
    trpc.node.retire.mutationOptions({
      onSuccess: () => {
        onOpenChange(false);
        toast({ tone: "good", title: `${node.hostname} was retired.` });
        onRetired?.();
      },
      onSettled: () => queryClient.invalidateQueries(trpc.node.list.queryFilter()),
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Retire ${node.hostname}?`}
      confirmLabel="Retire node"
      pending={retire.isPending}
      confirmDisabled={!preview.data}
      onConfirm={() => retire.mutate({ nodeId: node.id })}
    >
      {preview.error ? (
        <ErrorState title="What it carries could not be read." onRetry={() => void preview.refetch()}>
          {sentenceOf(preview.error)}
        </ErrorState>
      ) : preview.data ? (
        <RetirePreview preview={preview.data} />
      ) : (
        <SkeletonRows columns={1} />
      )}
      <p>
        Its links leave the mesh, and the other nodes’ ARP tables are wanted without it. What it told, its
        refreshes and where its VMs were stay in the history as long as other nodes’ do. Nothing is changed on
        the node itself or on others.
      </p>
      <RefusalAlert error={retire.error} />
    </ConfirmDialog>
  );
}
