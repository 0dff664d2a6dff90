import { PageHeader } from "#components/ui/page-header.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader title="Warnings" />
      <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-xs">
        <SkeletonRows columns={6} />
      </div>
    </>
  );
}
