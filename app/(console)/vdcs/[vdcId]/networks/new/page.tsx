import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { NewNetwork } from "#components/network/new-network.tsx";

export const metadata: Metadata = { title: "Define a network" };

export default async function NewNetworkPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  void getQueryClient().prefetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.delegation.get.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  return (
    <HydrateClient>
      <NewNetwork vdcId={vdcId} />
    </HydrateClient>
  );
}
