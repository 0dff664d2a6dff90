import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { MeshPage } from "#components/mesh/mesh-page.tsx";
import { VdcMeshPage } from "#components/mesh/vdc/vdc-mesh-page.tsx";

export const metadata: Metadata = { title: "Mesh" };

export default async function Page({ searchParams }: { searchParams: Promise<{ vdc?: string | string[] }> }) {
  const actor = await getSessionActor();
  if (!actor) notFound();
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.user.me.queryOptions());
  if (actor.cloudRole) {
    void queryClient.prefetchQuery(trpc.mesh.overview.queryOptions({ overlayRuleName: null }));
    return (
      <HydrateClient>
        <MeshPage />
      </HydrateClient>
    );
  }
  const [asked] = [(await searchParams).vdc].flat();
  const vdcIds = [...actor.roleByVdcId.keys()];
  const vdcId = vdcIds.find((id) => id === asked) ?? vdcIds[0];
  if (!vdcId) notFound();
  void queryClient.prefetchQuery(trpc.mesh.getForVdc.queryOptions({ vdcId }));
  return (
    <HydrateClient>
      <VdcMeshPage vdcId={vdcId} />
    </HydrateClient>
  );
}
