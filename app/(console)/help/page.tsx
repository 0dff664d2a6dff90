import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { HelpPage } from "#components/help/help-page.tsx";

export const metadata: Metadata = { title: "Help" };

export default function Page() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  return (
    <HydrateClient>
      <HelpPage />
    </HydrateClient>
  );
}
