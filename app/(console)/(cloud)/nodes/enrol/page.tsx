import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { EnrolListPage } from "#components/node/enrol-list-page.tsx";

export const metadata: Metadata = { title: "Enrol from a list" };

export default async function EnrolPage() {
  if ((await getSessionActor())?.cloudRole !== "operator") notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.node.listWaiting.queryOptions());
  return (
    <HydrateClient>
      <EnrolListPage />
    </HydrateClient>
  );
}
