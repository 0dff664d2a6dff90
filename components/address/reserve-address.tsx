"use client";

import { type FormEvent, useState } from "react";
import type { AddressUsage } from "#server/domain/address/draft.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { violationsOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { DialogClose, DialogContent } from "../ui/dialog.tsx";
import { toast } from "../ui/toast-store.ts";
import { UsageFields } from "./usage-fields.tsx";
import { useAddressChanges } from "./use-address-changes.ts";

type ReserveAddressProps = {
  vdcId: string;
  networkId: string;
  /** null: none is free. */
  firstFree: string | null;
  onDone: (address: string) => void;
};

/** One step: the next free address with its purpose. Goes into a `Dialog`. */
export function ReserveAddress({ vdcId, networkId, firstFree, onDone }: ReserveAddressProps) {
  const [usage, setUsage] = useState<AddressUsage>("other");
  const [note, setNote] = useState("");
  const { reserve } = useAddressChanges();
  const violations = violationsOf(reserve.error);
  const noteError = violations.find(({ field }) => field.endsWith("note"))?.message;
  const others = violations.filter(({ field }) => !field.endsWith("note"));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reserve.isPending) return;
    reserve.mutate(
      { vdcId, networkId, draft: { usage, note } },
      {
        onSuccess: ({ address }) => {
          toast({
            tone: "good",
            title: usage === "other" ? `${address} is reserved.` : `${address} is listed for servers.`,
          });
          onDone(address);
        },
      },
    );
  };
  return (
    <DialogContent
      title="Reserve the next free address"
      description={
        firstFree === null
          ? "No address of this network is free."
          : `${firstFree} as things stand; nobody else gets the one you get.`
      }
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form="reserve-address"
            variant="primary"
            pending={reserve.isPending}
            disabled={firstFree === null}
          >
            Reserve
          </Button>
        </>
      }
    >
      <form id="reserve-address" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <UsageFields
          usage={usage}
          onUsageChange={setUsage}
          note={note}
          onNoteChange={setNote}
          noteError={noteError}
        />
        {others.map(({ message }) => (
          <p key={message} role="alert" className="text-down">
            {message}
          </p>
        ))}
        <RefusalAlert error={reserve.error} hasFields />
      </form>
    </DialogContent>
  );
}
