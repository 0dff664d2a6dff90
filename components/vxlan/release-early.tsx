"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatIdRanges, mergeIdRanges } from "#server/domain/id-range.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { toast } from "../ui/toast-store.ts";

type ReleaseEarlyProps = {
  vxlanIds: readonly number[];
  label: string;
  size?: "sm" | "md";
  /** Told apart by those who hear the page. */
  "aria-label"?: string;
  onDone?: () => void;
};

function idWords(vxlanIds: readonly number[]): string {
  return formatIdRanges(mergeIdRanges(vxlanIds.map((id) => ({ first: id, last: id })))).replaceAll(",", ", ");
}

/** Says what may go wrong before it asks. */
export function ReleaseEarly({ vxlanIds, label, onDone, ...button }: ReleaseEarlyProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const release = useMutation(
    trpc.vxlan.releaseEarly.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.vxlan.pathFilter()),
          queryClient.invalidateQueries(trpc.delegation.pathFilter()),
        ]),
    }),
  );
  const words = idWords(vxlanIds);
  const confirm = () =>
    release.mutate(
      { vxlanIds: [...vxlanIds] },
      {
        onSuccess: ({ releasedVxlanIds }) => {
          setIsOpen(false);
          onDone?.();
          toast(
            releasedVxlanIds.length === 0
              ? { title: "None of them rested any more." }
              : { tone: "good", title: `VXLAN ${idWords(releasedVxlanIds)} can be given out again.` },
          );
        },
      },
    );
  const open = (next: boolean) => {
    setIsOpen(next);
    release.reset();
  };
  return (
    <>
      <Button size="sm" {...button} onClick={() => open(true)}>
        {label}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={open}
        title={`Release VXLAN ${vxlanIds.length > 10 ? `${vxlanIds.length} ids` : words} early?`}
        confirmLabel="Release early"
        pending={release.isPending}
        onConfirm={confirm}
      >
        <p>
          Nodes may still hold ARP entries of the networks that used {vxlanIds.length === 1 ? "it" : "them"}.
          If another vDC takes {vxlanIds.length === 1 ? "the id" : "one of the ids"} before those are gone,
          packets of its VMs can reach VMs of the vDC that had it, and the other way round.
        </p>
        <p>Release early only when no node has such entries any more, or when the same vDC takes it back.</p>
        {vxlanIds.length > 10 && <p className="wrap-anywhere tabular-nums">VXLAN {words}</p>}
        <RefusalAlert error={release.error} />
      </ConfirmDialog>
    </>
  );
}
