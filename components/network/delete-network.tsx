"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { toast } from "../ui/toast-store.ts";
import type { NetworkDetail } from "./network-page.tsx";
import { segmentText } from "./segment.tsx";
import type { useNetworkChanges } from "./use-network-changes.ts";

type DeleteNetworkProps = {
  network: NetworkDetail;
  changes: Pick<ReturnType<typeof useNetworkChanges>, "remove" | "reload">;
};

/** Says what goes with the network; while VMs use it, why it cannot go. */
export function DeleteNetwork({ network, changes: { remove, reload } }: DeleteNetworkProps) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const { vdcId, name, vmCount } = network;
  const confirm = () =>
    remove.mutate(
      { vdcId, networkId: network.id },
      {
        onSuccess: () => {
          toast({ tone: "good", title: `Network ${name} is deleted.` });
          router.push(`/vdcs/${vdcId}/networks`);
          void reload();
        },
      },
    );
  const open = (next: boolean) => {
    setIsOpen(next);
    remove.reset();
  };
  const vms = vmCount === 1 ? "1 VM uses" : `${vmCount} VMs use`;
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
        confirmDisabled={vmCount > 0}
        onConfirm={confirm}
      >
        {vmCount > 0 ? (
          <p>
            {vms} it, by the last known facts of all nodes. Remove their NICs from it and refresh their nodes
            first; or set its access to deleted, which hides it.
          </p>
        ) : (
          <>
            <p>
              No VM uses it, by the last known facts of all nodes. The subnet {network.subnet} on{" "}
              {segmentText(network)} is no longer this network’s.
            </p>
            {network.vxlanId !== null && (
              <p>
                VXLAN {network.vxlanId} rests for a while before it is given out again, unless another network
                uses it.
              </p>
            )}
          </>
        )}
        {remove.error && (
          <p role="alert" className="text-down">
            {sentenceOf(remove.error)}
          </p>
        )}
      </ConfirmDialog>
    </>
  );
}
