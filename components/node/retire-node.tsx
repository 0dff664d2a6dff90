"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { toast } from "../ui/toast-store.ts";
import type { NodeSummary } from "./node-columns.tsx";

export type RetireNodeProps = {
  node: Pick<NodeSummary, "id" | "hostname">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRetired?: () => void;
};

export function RetireNode({ node, open, onOpenChange, onRetired }: RetireNodeProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
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
      onConfirm={() => retire.mutate({ nodeId: node.id })}
    >
      <p>
        Overmesh forgets the node, its facts and its refresh history. Its links leave the mesh, and the other
        nodes’ ARP tables are wanted without it. Nothing is changed on the node itself.
      </p>
      {retire.error && (
        <p role="alert" className="text-down">
          {sentenceOf(retire.error)}
        </p>
      )}
    </ConfirmDialog>
  );
}
