import { MeshSkeleton } from "#components/mesh/mesh-skeleton.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader title="Mesh" />
      <MeshSkeleton />
    </>
  );
}
