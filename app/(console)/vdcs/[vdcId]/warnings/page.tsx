import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { nextVdcWarnings } from "#components/warning/vdc-page.ts";
import { VdcWarnings } from "#components/warning/vdc-warnings.tsx";

export const metadata: Metadata = { title: "Warnings" };

export default async function VdcWarningsPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  const actor = await getSessionActor();
  if (!actor?.cloudRole && !actor?.roleByVdcId.has(vdcId)) notFound();
  void getQueryClient().prefetchInfiniteQuery(
    trpc.warning.listForVdc.infiniteQueryOptions({ vdcId }, { getNextPageParam: nextVdcWarnings }),
  );
  return (
    <HydrateClient>
      <VdcWarnings vdcId={vdcId} />
    </HydrateClient>
  );
}
