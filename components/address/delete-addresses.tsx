"use client";

import type { AddressEntry } from "#server/domain/address/entry.ts";
import { formatAddressRanges, rangesOf } from "#server/domain/address/range.ts";
import { parseIpv4 } from "#server/domain/ipv4.ts";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { toast } from "../ui/toast-store.ts";
import { addresses } from "./plan-words.ts";
import { useAddressChanges } from "./use-address-changes.ts";

const RANGES_SHOWN_MAX = 8;

type DeleteAddressesProps = {
  vdcId: string;
  networkId: string;
  entries: readonly AddressEntry[];
  onClose: () => void;
  onDone: () => void;
};

/** Names what goes off the list; what is in use stays, and the refusal names who has it. */
export function DeleteAddresses({ vdcId, networkId, entries, onClose, onDone }: DeleteAddressesProps) {
  const { remove } = useAddressChanges();
  const ranges = rangesOf(entries.map(({ address }) => parseIpv4(address) ?? 0));
  const violations = violationsOf(remove.error);
  const count = addresses(entries.length);
  const confirm = () =>
    remove.mutate(
      { vdcId, networkId, addresses: entries.map(({ address }) => address) },
      {
        onSuccess: () => {
          toast({ tone: "good", title: `${count} deleted from the list.` });
          onDone();
        },
      },
    );
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Delete ${count} from the list?`}
      confirmLabel={`Delete ${count}`}
      pending={remove.isPending}
      onConfirm={confirm}
    >
      <p className="wrap-anywhere">
        {formatAddressRanges(ranges, RANGES_SHOWN_MAX)} {entries.length === 1 ? "is" : "are"} free for anybody
        in this network then. Usage and note are kept in the history only.
      </p>
      {violations.length > 0 ? (
        <ul role="alert" className="flex flex-col gap-1 text-down">
          {violations.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      ) : (
        remove.error && (
          <p role="alert" className="text-down">
            {sentenceOf(remove.error)}
          </p>
        )
      )}
    </ConfirmDialog>
  );
}
