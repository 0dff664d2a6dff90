"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toast-store.ts";
import { delegatedWords } from "./delegation-words.ts";
import { useVdcChanges } from "./use-vdc-changes.ts";

type Holdings = RouterOutputs["vdc"]["previewRetire"];

/** Names what the vDC holds before anything is asked. */
export function RetireVdc({ vdcId, name, onClose }: { vdcId: string; name: string; onClose: () => void }) {
  const { retire } = useVdcChanges();
  const holdings = useQuery(useTRPC().vdc.previewRetire.queryOptions({ vdcId }, { staleTime: 0 }));
  const confirm = () =>
    retire.mutate(
      { vdcId },
      {
        onSuccess: () => {
          toast({ tone: "good", title: `vDC ${name} is retired.` });
          onClose();
        },
      },
    );
  const error = retire.error ?? holdings.error;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Retire vDC ${name}?`}
      confirmLabel="Retire vDC"
      pending={retire.isPending}
      confirmDisabled={!holdings.data || holdings.data.networkNames.length > 0}
      onConfirm={confirm}
    >
      {holdings.data ? <HoldingsText holdings={holdings.data} /> : !error && <Skeleton className="w-64" />}
      {error && (
        <p role="alert" className="text-down">
          {sentenceOf(error)}
        </p>
      )}
    </ConfirmDialog>
  );
}

function HoldingsText({ holdings: { networkNames, memberNames, delegation } }: { holdings: Holdings }) {
  if (networkNames.length > 0) {
    return (
      <>
        <p>
          It still has {networkNames.length === 1 ? "a network" : `${networkNames.length} networks`}. Delete
          {networkNames.length === 1 ? " it" : " them"} first:
        </p>
        <ul className="max-h-40 list-disc overflow-y-auto pl-5 text-ink">
          {networkNames.map((networkName) => (
            <li key={networkName}>{networkName}</li>
          ))}
        </ul>
      </>
    );
  }
  return (
    <>
      <p>
        {memberNames.length === 0
          ? "It has no members and no networks."
          : `It has no networks. These people lose it: ${memberNames.join(", ")}.`}
      </p>
      <p>Its ranges become free for others: {delegatedWords(delegation)}.</p>
      <p>Its name is not given out again, and its history stays in the audit.</p>
    </>
  );
}
