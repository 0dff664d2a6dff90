import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { PathPage } from "#components/mesh/path/path-page.tsx";

export const metadata: Metadata = { title: "Path" };

type Params = Record<"vdc" | "from" | "to", string | string[] | undefined>;

export default async function Page({ searchParams }: { searchParams: Promise<Params> }) {
  const actor = await getSessionActor();
  if (!actor) notFound();
  const params = await searchParams;
  const [asked] = [params.vdc].flat();
  const [from] = [params.from].flat();
  const [to] = [params.to].flat();
  const vdcIds = [...actor.roleByVdcId.keys()];
  const vdcId = actor.cloudRole ? null : (vdcIds.find((id) => id === asked) ?? vdcIds[0]);
  if (vdcId === undefined) notFound();
  if (from && to) {
    const queryClient = getQueryClient();
    if (vdcId === null) void queryClient.prefetchQuery(trpc.meshPath.find.queryOptions({ from, to }));
    else void queryClient.prefetchQuery(trpc.meshPath.findForVdc.queryOptions({ vdcId, from, to }));
  }
  return (
    <HydrateClient>
      <PathPage vdcId={vdcId} />
    </HydrateClient>
  );
}
