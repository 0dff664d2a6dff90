import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { VdcTable } from "#components/vdc/vdc-table.tsx";

export const metadata: Metadata = { title: "vDCs" };

export default async function VdcsPage() {
  const actor = await getSessionActor();
  const [onlyVdcId, ...otherVdcIds] = actor?.roleByVdcId.keys() ?? [];
  if (!actor?.cloudRole && onlyVdcId && otherVdcIds.length === 0) redirect(`/vdcs/${onlyVdcId}/networks`);
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.vdc.list.queryOptions());
  if (actor?.cloudRole) void getQueryClient().prefetchQuery(trpc.delegation.list.queryOptions());
  return (
    <HydrateClient>
      <VdcTable />
    </HydrateClient>
  );
}
