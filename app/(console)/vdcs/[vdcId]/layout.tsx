import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { getQueryClient, trpc } from "#app/_trpc/rsc.tsx";

type VdcLayoutProps = { children: ReactNode; params: Promise<{ vdcId: string }> };

/** A vDC that does not exist, is retired or belongs to others is the same: not found. */
export default async function VdcLayout({ children, params }: VdcLayoutProps) {
  const { vdcId } = await params;
  try {
    await getQueryClient().fetchQuery(trpc.vdc.byId.queryOptions({ vdcId }));
  } catch (error) {
    if (error instanceof TRPCError && error.code !== "INTERNAL_SERVER_ERROR") notFound();
    throw error;
  }
  return children;
}
