"use client";

import { ChartNetwork, Route } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { InvariantEvidence, InvariantToggle } from "./invariant/invariant-evidence.tsx";
import { MeshSkeleton } from "./mesh-skeleton.tsx";
import { MeshWorkbench } from "./mesh-workbench.tsx";
import { MeshTimeBar } from "./time/mesh-time-bar.tsx";
import { useMeshInstant } from "./time/use-mesh-instant.ts";
import { useMeshScene } from "./use-mesh-scene.ts";
import { useMeshView } from "./use-mesh-view.ts";

export function MeshPage() {
  const view = useMeshView();
  const { at } = useMeshInstant();
  const { scene, error, retry, isSelectionGone } = useMeshScene(view);
  const isEmpty = scene?.overview.nodeCount === 0 && view.overlayRuleName === "";
  return (
    <>
      <MeshHead />
      <InvariantEvidence />
      <MeshTimeBar />
      {!scene && (error ? <ErrorState title={sentenceOf(error)} onRetry={retry} /> : <MeshSkeleton />)}
      {scene && isEmpty && (
        <EmptyState
          icon={<ChartNetwork />}
          title={at ? "There was no mesh then." : "There is no mesh yet."}
          action={
            <Link href="/nodes" className={buttonVariants({ variant: "primary" })}>
              Enrol nodes
            </Link>
          }
        >
          Once compute nodes are enrolled and read, their PDCs and the links between them appear here.
        </EmptyState>
      )}
      {scene && !isEmpty && <MeshWorkbench scene={scene} view={view} isSelectionGone={isSelectionGone} />}
    </>
  );
}

const MeshHead = memo(function MeshHead() {
  return (
    <PageHeader
      title="Mesh"
      badge={<InvariantToggle />}
      description="Physical data centers, their nodes, and the links that carry every overlay between them."
      actions={
        <Link href="/mesh/path" prefetch={false} className={buttonVariants()}>
          <Route aria-hidden />
          Find a path
        </Link>
      }
    />
  );
});
