import { Skeleton, SkeletonRows } from "#components/ui/skeleton.tsx";

export default function ConsoleLoading() {
  return (
    <section aria-busy aria-label="Loading">
      <Skeleton className="mb-2 h-6 w-44" />
      <Skeleton className="mb-6 h-4 w-80 max-w-full" />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <div className="flex h-12 items-center border-b border-line px-3">
          <Skeleton className="h-7 w-64" />
        </div>
        <SkeletonRows columns={5} rows={10} />
      </div>
    </section>
  );
}
