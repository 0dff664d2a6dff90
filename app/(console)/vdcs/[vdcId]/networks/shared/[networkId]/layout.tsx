import type { ReactNode } from "react";
import { orNotFound } from "#app/_trpc/or-not-found.ts";
import { getQueryClient, trpc } from "#app/_trpc/rsc.tsx";

type SharedLayoutProps = { children: ReactNode; params: Promise<{ vdcId: string; networkId: string }> };

export default async function SharedNetworkLayout({ children, params }: SharedLayoutProps) {
  const { vdcId, networkId } = await params;
  await orNotFound(getQueryClient().fetchQuery(trpc.networkShare.byId.queryOptions({ vdcId, networkId })));
  return children;
}
