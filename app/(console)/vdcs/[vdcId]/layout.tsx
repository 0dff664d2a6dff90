import type { ReactNode } from "react";
import { orNotFound } from "#app/_trpc/or-not-found.ts";
import { getQueryClient, trpc } from "#app/_trpc/rsc.tsx";

type VdcLayoutProps = { children: ReactNode; params: Promise<{ vdcId: string }> };

/** A vDC that does not exist, is retired or belongs to others is the same: not found. */
export default async function VdcLayout({ children, params }: VdcLayoutProps) {
  const { vdcId } = await params;
  await orNotFound(getQueryClient().fetchQuery(trpc.vdc.byId.queryOptions({ vdcId })));
  return children;
}
