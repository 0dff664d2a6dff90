import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { PeopleTable } from "#components/user/people-table.tsx";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  if (!(await getSessionActor())?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.user.list.queryOptions());
  return (
    <HydrateClient>
      <PeopleTable />
    </HydrateClient>
  );
}
