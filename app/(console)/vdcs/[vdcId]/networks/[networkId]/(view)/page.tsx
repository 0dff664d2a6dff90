import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { NetworkPage } from "#components/network/network-page.tsx";

type NetworkRoute = { params: Promise<{ vdcId: string; networkId: string }> };

export const metadata: Metadata = { title: "Network" };

export default async function NetworkRoutePage({ params }: NetworkRoute) {
  const { vdcId, networkId } = await params;
  void getQueryClient().prefetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.network.byId.queryOptions({ vdcId, networkId }));
  void getQueryClient().prefetchQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.network.listVnics.queryOptions({ vdcId, networkId }));
  return (
    <HydrateClient>
      <NetworkPage vdcId={vdcId} networkId={networkId} />
    </HydrateClient>
  );
}
