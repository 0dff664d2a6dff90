import { Skeleton, SkeletonRows } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <output aria-label="Loading" className="block">
      <Skeleton className="mb-2 h-3 w-24" />
      <Skeleton className="mb-6 h-6 w-48" />
      <Skeleton className="mb-4 h-52 rounded-lg" />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <SkeletonRows columns={7} />
      </div>
    </output>
  );
}
