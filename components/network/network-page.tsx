"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Copy, PencilLine, Route, Stethoscope } from "lucide-react";
import Link from "next/link";
import { formatPathEnd } from "#server/domain/mesh-path/path-end.ts";
import { diagnoseHref } from "../diagnosis/diagnosis-words.ts";
import { OwnDiagnosis } from "../diagnosis/own-diagnosis.tsx";
import { pathHref } from "../mesh/path/path-words.ts";
import { AddressTab } from "../address/address-tab.tsx";
import { AddressUse } from "../address/address-use.tsx";
import { OwnRefresh } from "../own-refresh/own-refresh.tsx";
import { isRefusal } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { TabsContent, TabsList, TabsTrigger, UrlTabs } from "../ui/tabs.tsx";
import { useVdc } from "../vdc/use-vdc.ts";
import { AccessBadge, OutsideDelegationBadge } from "./access-badge.tsx";
import { DeleteNetwork } from "./delete-network.tsx";
import { MtuVerdictText } from "./mtu-proof.tsx";
import { mtuVerdict } from "./mtu-verdict.ts";
import { NetworkHistory } from "./network-history.tsx";
import { NetworkPlaces } from "./network-life-places.tsx";
import { AddressSummary, IdentitySummary, SegmentSummary } from "./network-summary.tsx";
import { NetworkReach } from "./reach.tsx";
import { SharedBadge } from "./share/shared-badge.tsx";
import { SharesPanel } from "./share/shares-panel.tsx";
import { useNetworkChanges } from "./use-network-changes.ts";
import { VnicTable } from "./vnic-table.tsx";

export type NetworkDetail = RouterOutputs["network"]["byId"];

/** One network: what it is, where it lives, who changed it. */
export function NetworkPage({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const trpc = useTRPC();
  const vdc = useVdc(vdcId);
  const { data: network, error } = useSuspenseQuery(trpc.network.byId.queryOptions({ vdcId, networkId }));
  const { data: limits } = useQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  // Kept here, since the dialog does not outlive the news that the network is gone.
  const changes = useNetworkChanges();
  const isBeingDeleted = changes.remove.isPending || changes.remove.isSuccess;
  if (isRefusal(error) && !isBeingDeleted) return <NetworkGone network={network} />;
  const networkEnd = formatPathEnd({ kind: "network", networkId });
  const vms = network.vmCount === 1 ? "1 VM uses it" : `${network.vmCount} VMs use it`;
  return (
    <>
      <PageHeader
        title={network.name}
        description={`${network.description || `Network of vDC ${vdc.name}`} · ${vms}`}
        breadcrumbs={[{ label: "Networks", href: `/vdcs/${vdcId}/networks` }]}
        badge={
          <>
            <AccessBadge access={network.access} />
            <SharedBadge vdcId={vdcId} networkId={networkId} />
            {network.isOutsideDelegation && <OutsideDelegationBadge />}
          </>
        }
        actions={
          <>
            {network.overlayRuleName !== null && (
              <Link href={pathHref({ from: networkEnd, to: networkEnd }, vdcId)} className={buttonVariants()}>
                <Route aria-hidden /> Paths
              </Link>
            )}
            {network.overlayRuleName !== null && vdc.may("mesh:read") && (
              <Link href={diagnoseHref({ from: networkEnd })} className={buttonVariants()}>
                <Stethoscope aria-hidden /> Diagnose
              </Link>
            )}
            {vdc.may("network:delete") && <DeleteNetwork network={network} changes={changes} />}
            {vdc.may("network:create") && (
              <Link href={`/vdcs/${vdcId}/networks/new?like=${networkId}`} className={buttonVariants()}>
                <Copy aria-hidden /> Duplicate
              </Link>
            )}
            {vdc.may("network:update") && (
              <Link href={`/vdcs/${vdcId}/networks/${networkId}/edit`} className={buttonVariants()}>
                <PencilLine aria-hidden /> Edit
              </Link>
            )}
          </>
        }
      />
      <OwnRefresh vdcId={vdcId} networkId={networkId} mayOrder={vdc.may("node:refresh-own")} />
      <UrlTabs defaultValue="summary">
        <TabsList aria-label="About this network">
          <TabsTrigger value="summary">Summary</TabsTrigger>
          <TabsTrigger value="addresses">Addresses</TabsTrigger>
          <TabsTrigger value="life">VM NICs</TabsTrigger>
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
              <AddressUse vdcId={vdcId} networkId={networkId} />
            </Panel>
            <Panel
              flush
              title="Reach and MTU"
              description="Places with what carries it, and whether full packets cross between them whole."
            >
              <NetworkReach vdcId={vdcId} network={network} />
            </Panel>
            {vdc.may("network:read-shares") && (
              <SharesPanel vdcId={vdcId} network={network} mayChange={vdc.may("network:share")} />
            )}
            {!vdc.may("mesh:read") && <OwnDiagnosis vdcId={vdcId} networkId={networkId} />}
            <NetworkPlaces network={network} />
            <Panel title="About">
              <IdentitySummary network={network} />
            </Panel>
          </div>
        </TabsContent>
        <TabsContent value="addresses">
          <AddressTab network={network} />
        </TabsContent>
        <TabsContent value="life">
          <VnicTable vdcId={vdcId} networkId={networkId} />
        </TabsContent>
        <TabsContent value="history">
          <NetworkHistory vdcId={vdcId} networkId={networkId} name={network.name} />
        </TabsContent>
      </UrlTabs>
    </>
  );
}

/** Somebody else deleted it while it was looked at. */
export function NetworkGone({ network: { name, vdcId } }: { network: NetworkDetail }) {
  return (
    <EmptyState
      title={<h1>Network {name} is no longer there.</h1>}
      action={
        <Link href={`/vdcs/${vdcId}/networks`} className={buttonVariants()}>
          Go to the networks
        </Link>
      }
    >
      It was deleted while this page was open, or it is no longer yours to see.
    </EmptyState>
  );
}
