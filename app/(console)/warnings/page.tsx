import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { warningFilterOf } from "#components/warning/warning-view.ts";
import { WarningQueue } from "#components/warning/warning-queue.tsx";

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
  const filter = warningFilterOf((param) => [params[param]].flat()[0]);
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.warning.list.queryOptions(filter));
  return (
    <HydrateClient>
      <WarningQueue />
    </HydrateClient>
  );
}
