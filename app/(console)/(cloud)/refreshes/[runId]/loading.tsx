import { Skeleton, SkeletonRows } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <output aria-label="Loading" className="block">
      <Skeleton className="mb-2 h-3 w-20" />
      <Skeleton className="mb-2 h-6 w-48" />
      <Skeleton className="mb-6 h-4 w-64 max-w-full" />
      <Skeleton className="mb-4 h-2 w-96 max-w-full" />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <SkeletonRows columns={4} />
      </div>
    </output>
  );
}
