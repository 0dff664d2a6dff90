import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { getQueryClient, trpc } from "#app/_trpc/rsc.tsx";

type NetworkLayoutProps = { children: ReactNode; params: Promise<{ vdcId: string; networkId: string }> };

export default async function NetworkLayout({ children, params }: NetworkLayoutProps) {
  const { vdcId, networkId } = await params;
  try {
    await getQueryClient().fetchQuery(trpc.network.byId.queryOptions({ vdcId, networkId }));
  } catch (error) {
    if (error instanceof TRPCError && error.code !== "INTERNAL_SERVER_ERROR") notFound();
    throw error;
  }
  return children;
}
