"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartNetwork, Route } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { indexMesh } from "./mesh-data.ts";
import { MeshSkeleton } from "./mesh-skeleton.tsx";
import { MeshWorkbench } from "./mesh-workbench.tsx";
import { MeshTimeBar } from "./time/mesh-time-bar.tsx";
import { useMeshInstant } from "./time/use-mesh-instant.ts";

/** Time passes without events too: what was fresh becomes stale. */
const REREAD_MILLISECONDS = 60_000;

export function MeshPage() {
  const trpc = useTRPC();
  const { queryInput } = useMeshInstant();
  const mesh = useQuery({
    ...trpc.mesh.get.queryOptions(queryInput),
    placeholderData: keepPreviousData,
    refetchInterval: queryInput.at ? false : REREAD_MILLISECONDS,
  });
  const index = useMemo(() => mesh.data && indexMesh(mesh.data), [mesh.data]);
  return (
    <>
      <PageHeader
        title="Mesh"
        description="Physical data centers, their nodes, and the links that carry every overlay between them."
        actions={
          <Link href="/mesh/path" className={buttonVariants()}>
            <Route aria-hidden /> Find a path
          </Link>
        }
      />
      <MeshTimeBar />
      {!index &&
        (mesh.error ? (
          <ErrorState title={sentenceOf(mesh.error)} onRetry={() => void mesh.refetch()} />
        ) : (
          <MeshSkeleton />
        ))}
      {index && index.mesh.nodes.length === 0 && (
        <EmptyState
          icon={<ChartNetwork />}
          title={queryInput.at ? "There was no mesh then." : "There is no mesh yet."}
          action={
            <Link href="/nodes" className={buttonVariants({ variant: "primary" })}>
              Enrol nodes
            </Link>
          }
        >
          Once compute nodes are enrolled and read, their PDCs and the links between them appear here.
        </EmptyState>
      )}
      {index && index.mesh.nodes.length > 0 && <MeshWorkbench index={index} />}
    </>
  );
}
