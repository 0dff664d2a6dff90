import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { EditNetwork } from "#components/network/edit-network.tsx";

type EditRoute = { params: Promise<{ vdcId: string; networkId: string }> };

export const metadata: Metadata = { title: "Change a network" };

export default async function EditNetworkPage({ params }: EditRoute) {
  const { vdcId, networkId } = await params;
  void getQueryClient().prefetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.network.byId.queryOptions({ vdcId, networkId }));
  void getQueryClient().prefetchQuery(trpc.delegation.get.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  return (
    <HydrateClient>
      <EditNetwork vdcId={vdcId} networkId={networkId} />
    </HydrateClient>
  );
}
