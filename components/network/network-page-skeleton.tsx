import { Skeleton } from "../ui/skeleton.tsx";

export function NetworkPageSkeleton() {
  return (
    <output aria-label="Loading" className="block">
      <Skeleton className="mb-2 h-3 w-16" />
      <Skeleton className="mb-2 h-6 w-48" />
      <Skeleton className="mb-6 h-4 w-72 max-w-full" />
      <Skeleton className="mb-4 h-8 w-full max-w-md" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-64 rounded-lg" />
        <Skeleton className="h-64 rounded-lg" />
      </div>
    </output>
  );
}
