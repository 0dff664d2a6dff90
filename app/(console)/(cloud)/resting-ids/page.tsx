import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { RestingTable } from "#components/vxlan/resting-table.tsx";

export const metadata: Metadata = { title: "Resting ids" };

export default function RestingIdsPage() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.vxlan.listResting.queryOptions());
  return (
    <HydrateClient>
      <RestingTable />
    </HydrateClient>
  );
}
