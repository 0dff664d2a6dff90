"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../shell/use-may.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { InventoryVnic } from "./use-inventory.ts";

type Contested = Pick<InventoryVnic, "nodeId" | "hostname" | "macAddress" | "alsoOn">;

/** An operator's word on which of several nodes has a MAC address. */
export function SettleMac({ vnic: { nodeId, hostname, macAddress, alsoOn } }: { vnic: Contested }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const settle = useMutation(
    trpc.inventory.settleMac.mutationOptions({
      onSuccess: () => setIsOpen(false),
      onSettled: () => queryClient.invalidateQueries(trpc.inventory.pathFilter()),
    }),
  );
  if (!may("node:manage")) return null;
  const others = alsoOn.map((other) => other.hostname).join(", ");
  return (
    <>
      <Button size="sm" aria-label={`Settle… ${macAddress} on ${hostname}`} onClick={() => setIsOpen(true)}>
        Settle…
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Is ${macAddress} on ${hostname} now?`}
        confirmLabel={`It is on ${hostname}`}
        pending={settle.isPending}
        onConfirm={() => settle.mutate({ nodeId, macAddress })}
      >
        <p>
          {others} {alsoOn.length === 1 ? "says" : "say"} it has this MAC address too. From now on the wanted
          ARP tables send its frames to {hostname}, for as long as {hostname} says it has it.
        </p>
        <p>
          If the VM moved, and its old node can be reached, refresh that node instead: once it no longer has
          the MAC address, the move is taken over by itself.
        </p>
        <RefusalAlert error={settle.error} />
      </ConfirmDialog>
    </>
  );
}
