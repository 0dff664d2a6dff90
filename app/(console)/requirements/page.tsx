import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { ChecklistPage } from "#components/checklist/checklist-page.tsx";

export const metadata: Metadata = { title: "Requirements" };

export default async function Page() {
  if (!(await getSessionActor())?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  return (
    <HydrateClient>
      <ChecklistPage />
    </HydrateClient>
  );
}
