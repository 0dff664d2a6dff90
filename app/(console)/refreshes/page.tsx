import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { RunTable } from "#components/refresh/run-table.tsx";

export const metadata: Metadata = { title: "Refreshes" };

export default async function RefreshesPage() {
  if (!(await getSessionActor())?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.refresh.list.queryOptions());
  return (
    <HydrateClient>
      <RunTable />
    </HydrateClient>
  );
}
