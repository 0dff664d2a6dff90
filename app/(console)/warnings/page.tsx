import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { warningFilterOf, warningOrderOf, warningsHref } from "#components/warning/warning-view.ts";
import { WarningQueue } from "#components/warning/warning-queue.tsx";
import { nextCursorOf } from "#components/trpc/all-pages.ts";

export const metadata: Metadata = { title: "Warnings" };

type SearchParams = Record<string, string | string[] | undefined>;

export default async function WarningsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await getSessionActor();
  if (!actor?.cloudRole) {
    const [vdcId] = actor?.roleByVdcId.keys() ?? [];
    if (!vdcId) notFound();
    redirect(`/vdcs/${vdcId}/warnings`);
  }
  const params = await searchParams;
  const client = getQueryClient();
  if (Object.keys(params).length === 0) {
    const views = await client.fetchQuery(trpc.warning.listViews.queryOptions());
    const first = views.find(({ isDefault }) => isDefault);
    if (first) redirect(warningsHref(first.filter));
  }
  const read = (param: string) => [params[param]].flat()[0];
  const filter = warningFilterOf(read);
  const asked = { ...filter, ...warningOrderOf(read("sort") ?? "") };
  void client.prefetchQuery(trpc.user.me.queryOptions());
  void client.prefetchQuery(trpc.warning.summary.queryOptions(filter));
  void client.prefetchInfiniteQuery(
    trpc.warning.list.infiniteQueryOptions(asked, { getNextPageParam: nextCursorOf }),
  );
  return (
    <HydrateClient>
      <WarningQueue />
    </HydrateClient>
  );
}
