import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { CloudImportPage } from "#components/import/import-page.tsx";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage() {
  const actor = await getSessionActor();
  if (!actor?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  return (
    <HydrateClient>
      <CloudImportPage />
    </HydrateClient>
  );
}
