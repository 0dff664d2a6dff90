import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getSessionActor } from "#app/_trpc/rsc.tsx";
import { PathPage } from "#components/mesh/path/path-page.tsx";

export const metadata: Metadata = { title: "Path" };

export default async function Page({ searchParams }: { searchParams: Promise<{ vdc?: string | string[] }> }) {
  const actor = await getSessionActor();
  if (!actor) notFound();
  const [asked] = [(await searchParams).vdc].flat();
  const vdcIds = [...actor.roleByVdcId.keys()];
  const vdcId = actor.cloudRole ? null : (vdcIds.find((id) => id === asked) ?? vdcIds[0]);
  if (vdcId === undefined) notFound();
  return <PathPage vdcId={vdcId} />;
}
