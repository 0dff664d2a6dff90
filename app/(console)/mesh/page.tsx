import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { instantOf, type MeshAsked, meshAsked, selectionInputs } from "#components/mesh/mesh-inputs.ts";
import { MeshPage } from "#components/mesh/mesh-page.tsx";
import { parseSelection } from "#components/mesh/mesh-selection.ts";
import { isSmallCloud } from "#components/mesh/small-cloud.ts";
import { VdcMeshPage } from "#components/mesh/vdc/vdc-mesh-page.tsx";

export const metadata: Metadata = { title: "Mesh" };

/** The page waits so long for the picture that comes with it; what takes longer follows. */
const PICTURE_WITHIN_MILLISECONDS = 400;

type Search = Readonly<Record<string, string | string[] | undefined>>;

export default async function Page({ searchParams }: { searchParams: Promise<Search> }) {
  const actor = await getSessionActor();
  if (!actor) notFound();
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.user.me.queryOptions());
  const search = await searchParams;
  if (actor.cloudRole) {
    await Promise.race([
      prefetchPicture(search),
      new Promise((resolve) => setTimeout(resolve, PICTURE_WITHIN_MILLISECONDS)),
    ]);
    return (
      <HydrateClient>
        <MeshPage />
      </HydrateClient>
    );
  }
  const [asked] = [search["vdc"]].flat();
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

/** Everything the address asks the picture to show. What fails here the browser asks for again, and says so. */
async function prefetchPicture(search: Search): Promise<void> {
  const text = (name: string) => [search[name]].flat()[0] ?? "";
  const queryClient = getQueryClient();
  const asked = meshAsked(text("rule"), instantOf(text("at")));
  const overviewOptions = trpc.mesh.overview.queryOptions(asked);
  await Promise.all([
    queryClient.prefetchQuery(trpc.movedBox.list.queryOptions()),
    queryClient.prefetchQuery(overviewOptions),
    prefetchSelection(text("selected"), asked),
  ]);
  const overview = queryClient.getQueryData(overviewOptions.queryKey);
  if (!overview) return;
  const named = new Set(text("open").split(","));
  const open = overview.pdcs.filter(({ id }) => isSmallCloud(overview) || named.has(id));
  await Promise.all(
    open.map(({ id }) => queryClient.prefetchQuery(trpc.mesh.pdc.queryOptions({ ...asked, pdcId: id }))),
  );
}

async function prefetchSelection(select: string, asked: MeshAsked): Promise<void> {
  const selection = parseSelection(select);
  if (!selection) return;
  const queryClient = getQueryClient();
  const inputs = selectionInputs(asked, selection);
  // What is gone stays gone.
  const retry = false;
  switch (selection.kind) {
    case "pdc":
      return queryClient.prefetchQuery({ ...trpc.mesh.pdc.queryOptions(inputs.pdc), retry });
    case "node":
      return queryClient.prefetchQuery({ ...trpc.mesh.node.queryOptions(inputs.node), retry });
    case "link":
      return queryClient.prefetchQuery({ ...trpc.mesh.link.queryOptions(inputs.link), retry });
    case "pdc-link":
      return queryClient.prefetchQuery({ ...trpc.mesh.pdcLink.queryOptions(inputs["pdc-link"]), retry });
  }
}
