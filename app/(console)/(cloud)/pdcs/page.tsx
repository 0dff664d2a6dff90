import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { PdcTable } from "#components/pdc/pdc-table.tsx";

export const metadata: Metadata = { title: "PDCs" };

export default function PdcsPage() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.pdc.list.queryOptions());
  void getQueryClient().prefetchQuery(trpc.jumpHost.list.queryOptions());
  return (
    <HydrateClient>
      <PdcTable />
    </HydrateClient>
  );
}
