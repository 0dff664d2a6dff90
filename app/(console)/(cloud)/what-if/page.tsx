import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { WhatIfPage } from "#components/what-if/what-if-page.tsx";

export const metadata: Metadata = { title: "What if" };

export default function Page() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.whatIf.listOptions.queryOptions());
  return (
    <HydrateClient>
      <WhatIfPage />
    </HydrateClient>
  );
}
