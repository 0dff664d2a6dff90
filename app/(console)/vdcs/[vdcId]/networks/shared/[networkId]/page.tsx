import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { SharedNetworkPage } from "#components/network/share/shared-network-page.tsx";

type SharedNetworkRoute = { params: Promise<{ vdcId: string; networkId: string }> };

export const metadata: Metadata = { title: "Shared network" };

export default async function SharedNetworkRoutePage({ params }: SharedNetworkRoute) {
  const { vdcId, networkId } = await params;
  void getQueryClient().prefetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.networkShare.byId.queryOptions({ vdcId, networkId }));
  void getQueryClient().prefetchQuery(trpc.networkShare.getAddresses.queryOptions({ vdcId, networkId }));
  return (
    <HydrateClient>
      <SharedNetworkPage vdcId={vdcId} networkId={networkId} />
    </HydrateClient>
  );
}
