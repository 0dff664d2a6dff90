import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { NodeTable } from "#components/node/node-table.tsx";

export const metadata: Metadata = { title: "Nodes" };

export default async function NodesPage() {
  if (!(await getSessionActor())?.cloudRole) notFound();
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.node.list.queryOptions());
  return (
    <HydrateClient>
      <NodeTable />
    </HydrateClient>
  );
}
