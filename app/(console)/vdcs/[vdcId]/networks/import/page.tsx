import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { VdcImportPage } from "#components/import/import-page.tsx";

export const metadata: Metadata = { title: "Import" };

export default async function ImportIntoVdcPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  void getQueryClient().prefetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  return (
    <HydrateClient>
      <VdcImportPage vdcId={vdcId} />
    </HydrateClient>
  );
}
