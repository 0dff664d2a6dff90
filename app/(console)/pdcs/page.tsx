import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { PdcTable } from "#components/pdc/pdc-table.tsx";

export const metadata: Metadata = { title: "PDCs" };

export default async function PdcsPage() {
  if (!(await getSessionActor())?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.pdc.list.queryOptions());
  void getQueryClient().prefetchQuery(trpc.jumpHost.list.queryOptions());
  return (
    <HydrateClient>
      <PdcTable />
    </HydrateClient>
  );
}
