import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { NetworkTable } from "#components/network/network-table.tsx";

export const metadata: Metadata = { title: "Networks" };

export default async function NetworksPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  void getQueryClient().prefetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.network.list.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  return (
    <HydrateClient>
      <NetworkTable vdcId={vdcId} />
    </HydrateClient>
  );
}
