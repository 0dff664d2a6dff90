import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { ChecklistPage } from "#components/checklist/checklist-page.tsx";

export const metadata: Metadata = { title: "Requirements" };

export default function Page() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  return (
    <HydrateClient>
      <ChecklistPage />
    </HydrateClient>
  );
}
