"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { ChartNetwork, Route } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { sentenceOf } from "../../trpc/refusal.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { buttonVariants } from "../../ui/button-variants.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Select } from "../../ui/select.tsx";
import { MeshSkeleton } from "../mesh-skeleton.tsx";
import { pathHref } from "../path/path-words.ts";
import { VdcNetworkTable } from "./vdc-network-table.tsx";
import { VdcPathTable } from "./vdc-path-table.tsx";
import { VdcPicture } from "./vdc-picture.tsx";

const REREAD_MILLISECONDS = 60_000;

/** What the vDC's own networks cross: PDCs by name, never a node. */
export function VdcMeshPage({ vdcId }: { vdcId: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data: me } = useSuspenseQuery(trpc.user.me.queryOptions());
  const mesh = useQuery({
    ...trpc.mesh.getForVdc.queryOptions({ vdcId }),
    refetchInterval: REREAD_MILLISECONDS,
  });
  const vdcName = me.memberships.find((membership) => membership.vdcId === vdcId)?.vdcName;
  return (
    <>
      <PageHeader
        title="Mesh"
        description={`What the networks of ${vdcName ?? "this vDC"} cross between physical data centers.`}
        actions={
          <>
            <Link href={pathHref({}, vdcId)} className={buttonVariants()}>
              <Route aria-hidden /> Find a path
            </Link>
            {me.memberships.length > 1 && (
              <Select
                aria-label="vDC"
                value={vdcId}
                onValueChange={(next) => router.push(`/mesh?vdc=${next}`)}
                options={me.memberships.map((membership) => ({
                  value: membership.vdcId,
                  label: membership.vdcName,
                }))}
                className="w-48"
              />
            )}
          </>
        }
      />
      {!mesh.data &&
        (mesh.error ? (
          <ErrorState title={sentenceOf(mesh.error)} onRetry={() => void mesh.refetch()} />
        ) : (
          <MeshSkeleton />
        ))}
      {mesh.data && mesh.data.pdcs.length === 0 && (
        <EmptyState icon={<ChartNetwork />} title="No network crosses the mesh yet.">
          As soon as a VM uses one of this vDC’s overlay networks, the data centers it reaches appear here.
        </EmptyState>
      )}
      {mesh.data && mesh.data.pdcs.length > 0 && (
        <div className="flex flex-col gap-4">
          <Panel title="Data centers" flush>
            <VdcPicture mesh={mesh.data} vdcId={vdcId} />
          </Panel>
          <Panel title="What your VMs’ packets cross" flush>
            <VdcPathTable mesh={mesh.data} />
          </Panel>
          <Panel title="Networks" flush>
            <VdcNetworkTable mesh={mesh.data} vdcId={vdcId} />
          </Panel>
        </div>
      )}
    </>
  );
}
