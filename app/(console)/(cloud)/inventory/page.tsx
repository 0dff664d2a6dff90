import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import {
  inventoryFilterOf,
  inventoryOrderOf,
  inventoryParamsOf,
} from "#components/inventory/inventory-filter.ts";
import { InventoryTable } from "#components/inventory/inventory-table.tsx";
import { nextCursorOf } from "#components/trpc/all-pages.ts";

export const metadata: Metadata = { title: "VMs and NICs" };

type Props = { searchParams: Promise<Partial<Record<string, string | string[]>>> };

export default async function InventoryPage({ searchParams }: Props) {
  const asked = inventoryParamsOf(await searchParams);
  const filter = inventoryFilterOf(asked);
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchInfiniteQuery(
    trpc.inventory.list.infiniteQueryOptions(
      { ...filter, ...inventoryOrderOf(asked.sort) },
      { getNextPageParam: nextCursorOf },
    ),
  );
  void getQueryClient().prefetchQuery(trpc.inventory.count.queryOptions(filter));
  return (
    <HydrateClient>
      <InventoryTable />
    </HydrateClient>
  );
}
