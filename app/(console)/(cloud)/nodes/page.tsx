import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { NodeTable } from "#components/node/node-table.tsx";

export const metadata: Metadata = { title: "Nodes" };

export default function NodesPage() {
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  void getQueryClient().prefetchQuery(trpc.node.list.queryOptions());
  return (
    <HydrateClient>
      <NodeTable />
    </HydrateClient>
  );
}
