import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { CloudImportPage } from "#components/import/import-page.tsx";

export const metadata: Metadata = { title: "Import" };

export default function ImportPage() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  return (
    <HydrateClient>
      <CloudImportPage />
    </HydrateClient>
  );
}
