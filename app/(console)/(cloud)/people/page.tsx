import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { PeopleTable } from "#components/user/people-table.tsx";

export const metadata: Metadata = { title: "People" };

export default function PeoplePage() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.user.list.queryOptions());
  return (
    <HydrateClient>
      <PeopleTable />
    </HydrateClient>
  );
}
