"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Dialog, DialogContent, DialogTrigger } from "../ui/dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { formatInstant } from "../ui/format-age.ts";
import { SkeletonRows } from "../ui/skeleton.tsx";
import type { InventoryVnic } from "./use-inventory.ts";

type Vnic = Pick<InventoryVnic, "macAddress" | "hostname" | "since">;

/** The nodes on which a MAC address was seen, latest first. */
export function WhereItWas({ vnic }: { vnic: Vnic }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <button
          type="button"
          aria-label={`past of ${vnic.macAddress}`}
          className="inline-flex items-center gap-1 rounded-sm text-accent-ink hover:underline"
        >
          <History aria-hidden className="size-3.5" /> past
        </button>
      </DialogTrigger>
      {isOpen && (
        <DialogContent
          title={`Where ${vnic.macAddress} was`}
          description="As refreshes found it, as far as history is kept."
        >
          <Stays vnic={vnic} />
        </DialogContent>
      )}
    </Dialog>
  );
}

function Stays({ vnic: { macAddress, hostname, since } }: { vnic: Vnic }) {
  const stays = useQuery(useTRPC().inventory.listStays.queryOptions({ macAddress }));
  if (stays.error) {
    return (
      <ErrorState title="Its past could not be read." onRetry={() => void stays.refetch()}>
        {sentenceOf(stays.error)}
      </ErrorState>
    );
  }
  if (!stays.data) return <SkeletonRows columns={2} />;
  return (
    <>
      <ol className="divide-y divide-line">
        <li className="flex flex-wrap justify-between gap-x-4 py-2">
          <span className="font-medium">{hostname}</span>
          <span className="text-muted tabular-nums">since {formatInstant(since)}</span>
        </li>
        {stays.data.map((stay) => (
          <li key={stay.id} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span className="wrap-anywhere">
              {stay.hostname}{" "}
              <span className="text-subtle">
                as {stay.interfaceName} of {stay.vmAlias || stay.vmUuid}
              </span>
            </span>
            <span className="text-muted tabular-nums">
              {formatInstant(stay.since)} to {formatInstant(stay.until)}
            </span>
          </li>
        ))}
      </ol>
      {stays.data.length === 0 && <EmptyState title="It was seen nowhere else." />}
    </>
  );
}
