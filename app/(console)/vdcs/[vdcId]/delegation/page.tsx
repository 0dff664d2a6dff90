import type { Metadata } from "next";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { DelegationPage } from "#components/delegation/delegation-page.tsx";

export const metadata: Metadata = { title: "Delegation" };

export default async function VdcDelegationPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  const actor = await getSessionActor();
  void getQueryClient().prefetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.delegation.get.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.vxlan.listOwnResting.queryOptions({ vdcId }));
  void getQueryClient().prefetchQuery(trpc.delegationRequest.list.queryOptions({ vdcId }));
  if (actor?.cloudRole) void getQueryClient().prefetchQuery(trpc.delegation.listCarriers.queryOptions());
  return (
    <HydrateClient>
      <DelegationPage vdcId={vdcId} />
    </HydrateClient>
  );
}
