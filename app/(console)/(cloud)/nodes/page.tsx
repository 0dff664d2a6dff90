import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { nodeFilterOf, nodeOrderOf, nodeParamsOf } from "#components/node/node-filter.ts";
import { NodeTable } from "#components/node/node-table.tsx";
import { nextCursorOf } from "#components/trpc/all-pages.ts";

export const metadata: Metadata = { title: "Nodes" };

type Props = { searchParams: Promise<Partial<Record<string, string | string[]>>> };

export default async function NodesPage({ searchParams }: Props) {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  const asked = nodeParamsOf(await searchParams);
  const filter = nodeFilterOf(asked);
  void getQueryClient().prefetchInfiniteQuery(
    trpc.node.list.infiniteQueryOptions(
      { ...filter, ...nodeOrderOf(asked.sort) },
      { getNextPageParam: nextCursorOf },
    ),
  );
  void getQueryClient().prefetchQuery(trpc.node.count.queryOptions(filter));
  void getQueryClient().prefetchQuery(trpc.node.listPdcNames.queryOptions());
  return (
    <HydrateClient>
      <NodeTable />
    </HydrateClient>
  );
}
