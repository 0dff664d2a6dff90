"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toast-store.ts";
import { delegatedWords } from "./delegation-words.ts";
import { useVdcChanges } from "./use-vdc-changes.ts";

const LISTED_MAX = 100;

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
      confirmDisabled={!holdings.data || isHeld(holdings.data)}
      onConfirm={confirm}
    >
      {holdings.data ? (
        <HoldingsText vdcId={vdcId} holdings={holdings.data} />
      ) : (
        !error && <Skeleton className="w-64" />
      )}
      <RefusalAlert error={error} />
    </ConfirmDialog>
  );
}

/** Something must go first. */
function isHeld({ networks, sharedNetworks }: Holdings): boolean {
  return networks.length + sharedNetworks.length > 0;
}

function HoldingsText({ vdcId, holdings }: { vdcId: string; holdings: Holdings }) {
  const { networks, memberNames, delegation, openRequest, sharedNetworks, restorableCount } = holdings;
  if (isHeld(holdings)) {
    return (
      <>
        {networks.length > 0 && <NetworksInTheWay vdcId={vdcId} networks={networks} />}
        {sharedNetworks.length > 0 && <SharesInTheWay shared={sharedNetworks} />}
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
      {openRequest !== null && <p>Its open request is declined: {openRequest}.</p>}
      {restorableCount > 0 && (
        <p>
          {restorableCount === 1 ? "One deleted network" : `${restorableCount} deleted networks`} can no
          longer be restored.
        </p>
      )}
      <p>Its name is not given out again, and its history stays in the audit.</p>
    </>
  );
}

function NetworksInTheWay({ vdcId, networks }: { vdcId: string; networks: Holdings["networks"] }) {
  const vmCount = networks.reduce((sum, network) => sum + network.vmCount, 0);
  return (
    <>
      <p>
        It still has {networks.length === 1 ? "a network" : `${networks.length} networks`}
        {vmCount > 0 && `, used by ${vmCount === 1 ? "1 VM" : `${vmCount} VMs`}`}. Delete{" "}
        {networks.length === 1 ? "it" : "them"} first:
      </p>
      <ul className="max-h-40 list-disc overflow-y-auto pl-5 text-ink">
        {networks.slice(0, LISTED_MAX).map(({ id, name, vmCount: own }) => (
          <li key={id} className="wrap-anywhere">
            <Link href={`/vdcs/${vdcId}/networks/${id}`} className="text-accent-ink hover:underline">
              {name}
            </Link>
            {own > 0 && ` (${own === 1 ? "1 VM" : `${own} VMs`})`}
          </li>
        ))}
      </ul>
      <p>
        <Link href={`/vdcs/${vdcId}/networks`} className="text-accent-ink hover:underline">
          {networks.length > LISTED_MAX ? `Go to all ${networks.length} networks` : "Go to its networks"}
        </Link>
      </p>
    </>
  );
}

function SharesInTheWay({ shared }: { shared: Holdings["sharedNetworks"] }) {
  return (
    <>
      <p>
        {shared.length === 1 ? "A network" : `${shared.length} networks`} of others{" "}
        {shared.length === 1 ? "is" : "are"} shared with it. End the sharing first:
      </p>
      <ul className="max-h-40 list-disc overflow-y-auto pl-5 text-ink">
        {shared.slice(0, LISTED_MAX).map(({ networkId, networkName, vdcId, vdcName }) => (
          <li key={networkId} className="wrap-anywhere">
            <Link href={`/vdcs/${vdcId}/networks/${networkId}`} className="text-accent-ink hover:underline">
              {networkName}
            </Link>{" "}
            of {vdcName}
          </li>
        ))}
      </ul>
    </>
  );
}
