import { PageHeader } from "../ui/page-header.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";

export function TablePageSkeleton({ title, columns }: { title: string; columns: number }) {
  return (
    <>
      <PageHeader title={title} />
      <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-xs">
        <SkeletonRows columns={columns} />
      </div>
    </>
  );
}
