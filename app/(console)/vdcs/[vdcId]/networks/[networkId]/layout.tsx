import type { ReactNode } from "react";
import { orNotFound } from "#app/_trpc/or-not-found.ts";
import { getQueryClient, trpc } from "#app/_trpc/rsc.tsx";

type NetworkLayoutProps = { children: ReactNode; params: Promise<{ vdcId: string; networkId: string }> };

export default async function NetworkLayout({ children, params }: NetworkLayoutProps) {
  const { vdcId, networkId } = await params;
  await orNotFound(getQueryClient().fetchQuery(trpc.network.byId.queryOptions({ vdcId, networkId })));
  return children;
}
