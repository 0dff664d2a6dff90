"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { PencilLine } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "../trpc/trpc.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { TabsContent, TabsList, TabsTrigger, UrlTabs } from "../ui/tabs.tsx";
import { useVdc } from "../vdc/use-vdc.ts";
import { OutsideDelegationBadge } from "./access-badge.tsx";
import { DeleteNetwork } from "./delete-network.tsx";
import { MtuVerdictText } from "./mtu-proof.tsx";
import { mtuVerdict } from "./mtu-verdict.ts";
import { NetworkHistory } from "./network-history.tsx";
import { AddressSummary, IdentitySummary, SegmentSummary } from "./network-summary.tsx";
import { VnicTable } from "./vnic-table.tsx";

/** One network: what it is, where it lives, who changed it. */
export function NetworkPage({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const trpc = useTRPC();
  const vdc = useVdc(vdcId);
  const { data: network } = useSuspenseQuery(trpc.network.byId.queryOptions({ vdcId, networkId }));
  const { data: limits } = useQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  const vms = network.vmCount === 1 ? "1 VM uses it" : `${network.vmCount} VMs use it`;
  return (
    <>
      <PageHeader
        title={network.name}
        description={`${network.description || `Network of vDC ${vdc.name}`} · ${vms}`}
        breadcrumbs={[{ label: "Networks", href: `/vdcs/${vdcId}/networks` }]}
        badge={network.isOutsideDelegation && <OutsideDelegationBadge />}
        actions={
          <>
            {vdc.may("network:delete") && <DeleteNetwork network={network} />}
            {vdc.may("network:update") && (
              <Link href={`/vdcs/${vdcId}/networks/${networkId}/edit`} className={buttonVariants()}>
                <PencilLine aria-hidden /> Change
              </Link>
            )}
          </>
        }
      />
      <UrlTabs defaultValue="summary">
        <TabsList aria-label="About this network">
          <TabsTrigger value="summary">Summary</TabsTrigger>
          <TabsTrigger value="life">Where it lives</TabsTrigger>
          <TabsTrigger value="history">History</TabsTrigger>
        </TabsList>
        <TabsContent value="summary">
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <Panel title="Segment">
              <SegmentSummary network={network} />
              {limits && <MtuVerdictText verdict={mtuVerdict(network, limits)} className="mt-3" />}
            </Panel>
            <Panel title="Addresses">
              <AddressSummary network={network} />
            </Panel>
            <Panel title="About">
              <IdentitySummary network={network} />
            </Panel>
          </div>
        </TabsContent>
        <TabsContent value="life">
          <VnicTable vdcId={vdcId} networkId={networkId} />
        </TabsContent>
        <TabsContent value="history">
          <NetworkHistory vdcId={vdcId} networkId={networkId} />
        </TabsContent>
      </UrlTabs>
    </>
  );
}
