import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { VdcWarnings } from "#components/warning/vdc-warnings.tsx";
import { nextCursorOf } from "#components/trpc/all-pages.ts";

export const metadata: Metadata = { title: "Warnings" };

export default async function VdcWarningsPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  void getQueryClient().prefetchInfiniteQuery(
    trpc.warning.listForVdc.infiniteQueryOptions({ vdcId }, { getNextPageParam: nextCursorOf }),
  );
  return (
    <HydrateClient>
      <VdcWarnings vdcId={vdcId} />
    </HydrateClient>
  );
}
