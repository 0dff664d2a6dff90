import type { Metadata } from "next";
import { orNotFound } from "#app/_trpc/or-not-found.ts";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { REFRESH_STATES } from "#server/domain/refresh-state.ts";
import { RunPage } from "#components/refresh/run-page.tsx";
import { nextCursorOf } from "#components/trpc/all-pages.ts";

export const metadata: Metadata = { title: "Refresh" };

type Props = { params: Promise<{ runId: string }>; searchParams: Promise<{ state?: string | string[] }> };

export default async function RefreshPage({ params, searchParams }: Props) {
  const { runId } = await params;
  const asked = (await searchParams).state;
  const state = REFRESH_STATES.find((known) => known === asked);
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  await orNotFound(getQueryClient().fetchQuery(trpc.refresh.byId.queryOptions({ runId })));
  void getQueryClient().prefetchInfiniteQuery(
    trpc.refresh.listNodes.infiniteQueryOptions(
      { runId, ...(state && { state }) },
      { getNextPageParam: nextCursorOf },
    ),
  );
  return (
    <HydrateClient>
      <RunPage runId={runId} />
    </HydrateClient>
  );
}
