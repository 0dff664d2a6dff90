"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../shell/use-may.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { InventoryVnic } from "./use-inventory.ts";

type Contested = Pick<
  InventoryVnic,
  "nodeId" | "hostname" | "macAddress" | "alsoOn" | "addressAlsoOn" | "ipv4Addresses" | "isHeldBack"
>;

type SettleMacProps = {
  vnic: Contested;
  what: "MAC address" | "address";
  /** What is the case, on the button. */
  word: string;
  title: string;
};

/** An operator's word on which of several nodes has a MAC address, or the address that ARP is answered for. */
export function SettleMac({ vnic, what, word, title }: SettleMacProps) {
  const { nodeId, hostname, macAddress, ipv4Addresses, isHeldBack } = vnic;
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
  const isMac = what === "MAC address";
  if (!may("node:manage"))
    return (
      <Badge tone="bad" title={title}>
        {word}
      </Badge>
    );
  const contested = isMac ? macAddress : (ipv4Addresses[0] ?? macAddress);
  return (
    <>
      <button
        type="button"
        title={title}
        aria-label={`${word}: settle ${contested} on ${hostname}`}
        onClick={() => setIsOpen(true)}
        className="rounded-md"
      >
        <Badge tone="bad" className="hover:underline">
          {word}: settle…
        </Badge>
      </button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Is ${contested} on ${hostname} now?`}
        confirmLabel={`It is on ${hostname}`}
        pending={settle.isPending}
        onConfirm={() => settle.mutate({ nodeId, macAddress })}
      >
        {!isMac && isHeldBack ? (
          <ForeignWords hostname={hostname} address={contested} />
        ) : (
          <RivalWords vnic={vnic} isMac={isMac} />
        )}
        <RefusalAlert error={settle.error} />
      </ConfirmDialog>
    </>
  );
}

function ForeignWords({ hostname, address }: { hostname: string; address: string }) {
  return (
    <>
      <p>
        A network of another segment of the same overlay rule has {address}, and no network on the segment of
        this NIC. From now on the wanted ARP tables have an entry for it on {hostname} all the same, for as
        long as {hostname} says it has the address: VMs of that network that ask for {address} may be answered
        with this NIC.
      </p>
      <p>
        If the NIC belongs to a network that is not defined yet, define that network instead: then its entries
        follow by themselves.
      </p>
    </>
  );
}

function RivalWords({ vnic, isMac }: { vnic: Contested; isMac: boolean }) {
  const { hostname, alsoOn, addressAlsoOn } = vnic;
  const rivals = isMac ? alsoOn : addressAlsoOn;
  const others = rivals.map((other) => other.hostname).join(", ");
  return (
    <>
      <p>
        {others} {rivals.length === 1 ? "says" : "say"} it has this {isMac ? "MAC address" : "address"} too.
        From now on the wanted ARP tables send its frames to {hostname}, for as long as {hostname} says it has
        it{isMac ? "" : ", and have no entry for the VM NICs that lose it"}.
      </p>
      <p>
        If the {isMac ? "VM" : "address"} moved, and its old node can be reached, refresh that node instead:
        once it no longer has {isMac ? "the MAC address" : "it"}, the move is taken over by itself.
      </p>
    </>
  );
}
