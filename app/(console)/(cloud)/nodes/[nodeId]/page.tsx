import type { Metadata } from "next";
import { orNotFound } from "#app/_trpc/or-not-found.ts";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { NodePage } from "#components/node/node-page.tsx";

export const metadata: Metadata = { title: "Node" };

export default async function OneNodePage({ params }: { params: Promise<{ nodeId: string }> }) {
  const { nodeId } = await params;
  void getQueryClient().prefetchQuery(trpc.user.me.queryOptions());
  await orNotFound(getQueryClient().fetchQuery(trpc.node.byId.queryOptions({ nodeId })));
  void getQueryClient().prefetchQuery(trpc.refresh.listOfNode.queryOptions({ nodeId }));
  return (
    <HydrateClient>
      <NodePage nodeId={nodeId} />
    </HydrateClient>
  );
}
