import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { networkFilterOf, networkOrderOf, networkParamsOf } from "#components/network/network-filter.ts";
import { NetworkTable } from "#components/network/network-table.tsx";
import { nextCursorOf } from "#components/trpc/all-pages.ts";

export const metadata: Metadata = { title: "Networks" };

type Props = {
  params: Promise<{ vdcId: string }>;
  searchParams: Promise<Partial<Record<string, string | string[]>>>;
};

export default async function NetworksPage({ params, searchParams }: Props) {
  const { vdcId } = await params;
  const asked = networkParamsOf(await searchParams);
  const filter = networkFilterOf(asked);
  void getQueryClient().prefetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  void getQueryClient().prefetchInfiniteQuery(
    trpc.network.list.infiniteQueryOptions(
      { vdcId, ...filter, ...networkOrderOf(asked.sort) },
      { getNextPageParam: nextCursorOf },
    ),
  );
  void getQueryClient().prefetchQuery(trpc.network.count.queryOptions({ vdcId, ...filter }));
  void getQueryClient().prefetchQuery(trpc.network.listCarriers.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.network.listMtuLimits.queryOptions({ vdcId }));
  return (
    <HydrateClient>
      <NetworkTable vdcId={vdcId} />
    </HydrateClient>
  );
}
