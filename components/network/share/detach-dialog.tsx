"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { vmsInWords } from "#server/domain/network/in-use.ts";
import { RefusalAlert } from "../../trpc/refusal-alert.tsx";
import { useTRPC } from "../../trpc/trpc.ts";
import { CheckboxField } from "../../ui/checkbox.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { nounFor } from "../../ui/data-table/noun.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast-store.ts";
import type { Share } from "./shares-panel.tsx";
import { useShareChanges } from "./use-share-changes.ts";

type DetachDialogProps = {
  vdcId: string;
  network: { id: string; name: string };
  share: Share;
  onClose: () => void;
};

/** Says what of the other vDC is on the network; VMs that could be anybody's have to be known of. */
export function DetachDialog({ vdcId, network, share, onClose }: DetachDialogProps) {
  const [knowsUnsureVms, setKnows] = useState(false);
  const { detach } = useShareChanges();
  const question = { vdcId, networkId: network.id, otherVdcId: share.vdcId };
  const preview = useQuery(useTRPC().networkShare.previewDetach.queryOptions(question, { staleTime: 0 }));
  const use = preview.data;
  const isUsed = use !== undefined && (use.vmNames.length > 0 || use.addressCount > 0);
  const hasUnsure = use !== undefined && use.unsureVmNames.length > 0;
  const error = preview.error ?? detach.error;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Stop sharing ${network.name} with ${share.vdcName}?`}
      confirmLabel="Detach"
      pending={detach.isPending}
      confirmDisabled={!use || isUsed || (hasUnsure && !knowsUnsureVms)}
      onConfirm={() =>
        detach.mutate(
          { ...question, knowsUnsureVms },
          {
            onSuccess: () => {
              toast({
                tone: "good",
                title: `Network ${network.name} is no longer shared with ${share.vdcName}.`,
              });
              onClose();
            },
          },
        )
      }
    >
      {use ? (
        <>
          {isUsed ? (
            <p>
              vDC {share.vdcName} uses it:{" "}
              {[
                ...(use.vmNames.length > 0 ? [vmsInWords(use.vmNames.slice(0, 5), use.vmNames.length)] : []),
                ...(use.addressCount > 0
                  ? [`${use.addressCount} ${nounFor(use.addressCount, "addresses")} it listed`]
                  : []),
              ].join(" and ")}
              . These have to go first.
            </p>
          ) : (
            <p>
              Nothing there is known to belong to vDC {share.vdcName}. Its people no longer see the network.
            </p>
          )}
          {hasUnsure && !isUsed && (
            <CheckboxField
              checked={knowsUnsureVms}
              onCheckedChange={(checked) => setKnows(checked === true)}
              label={`I know of ${vmsInWords(use.unsureVmNames.slice(0, 5), use.unsureVmNames.length)}`}
              help="Nodes do not tell whose they are. If they belong to that vDC, they stay connected."
            />
          )}
        </>
      ) : (
        !error && <Skeleton className="h-12" />
      )}
      <RefusalAlert error={error} />
    </ConfirmDialog>
  );
}
