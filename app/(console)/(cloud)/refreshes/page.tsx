import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { RunTable } from "#components/refresh/run-table.tsx";

export const metadata: Metadata = { title: "Refreshes" };

export default function RefreshesPage() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.refresh.list.queryOptions());
  return (
    <HydrateClient>
      <RunTable />
    </HydrateClient>
  );
}
