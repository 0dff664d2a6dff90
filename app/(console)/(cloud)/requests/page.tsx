import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { RequestQueue } from "#components/delegation-request/request-queue.tsx";

export const metadata: Metadata = { title: "Requests" };

export default function RequestsPage() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.delegationRequest.listOpen.queryOptions());
  return (
    <HydrateClient>
      <RequestQueue />
    </HydrateClient>
  );
}
