import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { CloudNetworkTable } from "#components/network/cloud-network-table.tsx";

export const metadata: Metadata = { title: "Networks" };

export default async function NetworksPage() {
  const actor = await getSessionActor();
  if (!actor?.cloudRole) {
    const [vdcId, ...others] = actor?.roleByVdcId.keys() ?? [];
    if (!vdcId) notFound();
    redirect(others.length > 0 ? "/vdcs" : `/vdcs/${vdcId}/networks`);
  }
  void getQueryClient().prefetchQuery(trpc.network.listOfCloud.queryOptions());
  void getQueryClient().prefetchQuery(trpc.network.listMtuLimitsOfCloud.queryOptions());
  return (
    <HydrateClient>
      <CloudNetworkTable />
    </HydrateClient>
  );
}
