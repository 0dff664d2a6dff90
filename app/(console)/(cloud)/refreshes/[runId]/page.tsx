import type { Metadata } from "next";
import { orNotFound } from "#app/_trpc/or-not-found.ts";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { RunPage } from "#components/refresh/run-page.tsx";

export const metadata: Metadata = { title: "Refresh" };

export default async function RefreshPage({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  await orNotFound(getQueryClient().fetchQuery(trpc.refresh.byId.queryOptions({ runId })));
  return (
    <HydrateClient>
      <RunPage runId={runId} />
    </HydrateClient>
  );
}
