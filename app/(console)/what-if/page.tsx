import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { WhatIfPage } from "#components/what-if/what-if-page.tsx";

export const metadata: Metadata = { title: "What if" };

export default async function Page() {
  if (!(await getSessionActor())?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.whatIf.listOptions.queryOptions());
  return (
    <HydrateClient>
      <WhatIfPage />
    </HydrateClient>
  );
}
