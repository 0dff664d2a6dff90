import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { DiagnosePage } from "#components/diagnosis/diagnose-page.tsx";

export const metadata: Metadata = { title: "Why is this link down?" };

export default function Page() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  return (
    <HydrateClient>
      <DiagnosePage />
    </HydrateClient>
  );
}
