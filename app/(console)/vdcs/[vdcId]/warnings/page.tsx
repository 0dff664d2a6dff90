import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { nextVdcWarnings } from "#components/warning/vdc-page.ts";
import { VdcWarnings } from "#components/warning/vdc-warnings.tsx";

export const metadata: Metadata = { title: "Warnings" };

export default async function VdcWarningsPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  void getQueryClient().prefetchInfiniteQuery(
    trpc.warning.listForVdc.infiniteQueryOptions({ vdcId }, { getNextPageParam: nextVdcWarnings }),
  );
  return (
    <HydrateClient>
      <VdcWarnings vdcId={vdcId} />
    </HydrateClient>
  );
}
