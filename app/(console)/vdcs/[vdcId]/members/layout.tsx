import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { getSessionActor } from "#app/_trpc/rsc.tsx";

type MembersLayoutProps = { children: ReactNode; params: Promise<{ vdcId: string }> };

/** Viewers have no list of members; it is said before anything is sent, so by the status too. */
export default async function MembersLayout({ children, params }: MembersLayoutProps) {
  const { vdcId } = await params;
  const actor = await getSessionActor();
  if (!actor?.cloudRole && actor?.roleByVdcId.get(vdcId) !== "network-admin") notFound();
  return children;
}
