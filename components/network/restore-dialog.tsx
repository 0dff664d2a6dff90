"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ALLOW_OVERLAP_LABEL } from "#server/domain/network/subnet.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { violationsOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { CheckboxField } from "../ui/checkbox.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { nounFor } from "../ui/data-table/noun.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toast-store.ts";
import type { DeletedNetwork } from "./recently-deleted.tsx";
import { segmentText } from "./segment.tsx";
import { useNetworkChanges } from "./use-network-changes.ts";

type RestoreDialogProps = { vdcId: string; network: DeletedNetwork; onClose: () => void };

/** Says what comes back, or everything that stands in its way. */
export function RestoreDialog({ vdcId, network, onClose }: RestoreDialogProps) {
  const [allowOverlapInVdc, setAllowOverlapInVdc] = useState(false);
  const { restore } = useNetworkChanges();
  const { id: networkId, name } = network;
  const question = { vdcId, networkId, allowOverlapInVdc };
  const preview = useQuery(useTRPC().network.previewRestore.queryOptions(question, { staleTime: 0 }));
  const refused = restore.error ? violationsOf(restore.error) : [];
  const violations = refused.length > 0 ? refused : (preview.data?.violations ?? []);
  const mayWaive =
    allowOverlapInVdc || violations.some(({ message }) => message.includes(ALLOW_OVERLAP_LABEL));
  const failure = preview.error ?? (refused.length === 0 ? restore.error : null);
  const { addressCount } = network;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restore network ${name}?`}
      tone="primary"
      confirmLabel="Restore network"
      pending={restore.isPending}
      confirmDisabled={!preview.data || violations.length > 0}
      onConfirm={() =>
        restore.mutate(question, {
          onSuccess: () => {
            toast({ tone: "good", title: `Network ${name} is restored.` });
            onClose();
          },
        })
      }
    >
      {preview.isPending ? (
        <Skeleton className="h-12" />
      ) : violations.length > 0 ? (
        <>
          <p>It cannot come back as things are:</p>
          <ul className="list-disc pl-5 text-down">
            {violations.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          It comes back as it was, on {segmentText(network)} with subnet {network.subnet}
          {addressCount > 0 && ` and ${addressCount} listed ${nounFor(addressCount, "addresses")}`}, and its
          history goes on.
        </p>
      )}
      {mayWaive && (
        <CheckboxField
          checked={allowOverlapInVdc}
          onCheckedChange={(checked) => {
            restore.reset();
            setAllowOverlapInVdc(checked === true);
          }}
          label="Allow overlap in this vDC"
          help="VMs with a NIC in both networks cannot tell their addresses apart."
        />
      )}
      <RefusalAlert error={failure} />
    </ConfirmDialog>
  );
}
