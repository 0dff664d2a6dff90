import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { DiagnosePage } from "#components/diagnosis/diagnose-page.tsx";

export const metadata: Metadata = { title: "Why is this link down?" };

export default async function Page() {
  if (!(await getSessionActor())?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  return (
    <HydrateClient>
      <DiagnosePage />
    </HydrateClient>
  );
}
