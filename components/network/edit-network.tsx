"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { isRefusal } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { toast } from "../ui/toast-store.ts";
import { useVdc } from "../vdc/use-vdc.ts";
import { valuesOf } from "./form/form-values.ts";
import { NetworkForm } from "./form/network-form.tsx";
import { NetworkGone } from "./network-page.tsx";
import { useNetworkChanges } from "./use-network-changes.ts";

const LOCKED = "This cannot be changed while VMs use the network.";

/** The same form as for a new one. What VMs rely on is locked, with the reason. */
export function EditNetwork({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const vdc = useVdc(vdcId);
  const { data: network, error } = useSuspenseQuery(trpc.network.byId.queryOptions({ vdcId, networkId }));
  const { data: use } = useSuspenseQuery(trpc.delegation.get.queryOptions({ vdcId }));
  const { data: limits } = useSuspenseQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  const { update } = useNetworkChanges();
  // What others change meanwhile must not replace what is being typed.
  const [valuesAtFirst] = useState(() => valuesOf(network));
  if (isRefusal(error)) return <NetworkGone network={network} />;
  const here = `/vdcs/${vdcId}/networks/${networkId}`;
  return (
    <>
      <PageHeader
        title={`Change ${network.name}`}
        description={
          network.vmCount > 0
            ? "VMs use this network, so its segment, subnet, gateway and MTU stay as they are."
            : "No VM uses this network, so everything but its name can be changed."
        }
        breadcrumbs={[
          { label: "Networks", href: `/vdcs/${vdcId}/networks` },
          { label: network.name, href: here },
        ]}
      />
      {vdc.may("network:update") ? (
        <NetworkForm
          vdcId={vdcId}
          networkId={networkId}
          use={use}
          limits={limits}
          lockedReason={network.vmCount > 0 ? LOCKED : null}
          valuesAtFirst={valuesAtFirst}
          before={network}
          backHref={here}
          submitLabel="Save changes"
          pending={update.isPending || update.isSuccess}
          error={update.error}
          onSubmit={(draft) =>
            update.mutate(
              { vdcId, networkId, draft },
              {
                onSuccess: () => {
                  toast({ tone: "good", title: `Network ${network.name} is changed.` });
                  router.push(here);
                },
              },
            )
          }
        />
      ) : (
        <EmptyState title="Your role does not allow this.">
          Network admins of this vDC change its networks; you can read them.
        </EmptyState>
      )}
    </>
  );
}
