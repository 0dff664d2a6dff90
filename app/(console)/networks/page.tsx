import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { CloudNetworkTable } from "#components/network/cloud-network-table.tsx";
import {
  cloudNetworkFilterOf,
  cloudNetworkOrderOf,
  networkParamsOf,
} from "#components/network/network-filter.ts";
import { nextCursorOf } from "#components/trpc/all-pages.ts";

export const metadata: Metadata = { title: "Networks" };

type Props = { searchParams: Promise<Partial<Record<string, string | string[]>>> };

export default async function NetworksPage({ searchParams }: Props) {
  const actor = await getSessionActor();
  if (!actor?.cloudRole) {
    const [vdcId, ...others] = actor?.roleByVdcId.keys() ?? [];
    if (!vdcId) notFound();
    redirect(others.length > 0 ? "/vdcs" : `/vdcs/${vdcId}/networks`);
  }
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  const asked = networkParamsOf(await searchParams);
  const filter = cloudNetworkFilterOf(asked);
  void getQueryClient().prefetchInfiniteQuery(
    trpc.network.listOfCloud.infiniteQueryOptions(
      { ...filter, ...cloudNetworkOrderOf(asked.sort) },
      { getNextPageParam: nextCursorOf },
    ),
  );
  void getQueryClient().prefetchQuery(trpc.network.countOfCloud.queryOptions(filter));
  void getQueryClient().prefetchQuery(trpc.network.listCarriersOfCloud.queryOptions());
  void getQueryClient().prefetchQuery(trpc.network.listMtuLimitsOfCloud.queryOptions());
  return (
    <HydrateClient>
      <CloudNetworkTable />
    </HydrateClient>
  );
}
