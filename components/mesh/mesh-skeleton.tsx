import { Skeleton } from "../ui/skeleton.tsx";

/** The page's own shape while the mesh is on its way. */
export function MeshSkeleton() {
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="h-[max(30rem,calc(100dvh-19rem))] rounded-lg border border-line bg-surface shadow-xs">
        <div className="flex h-12 items-center gap-4 border-b border-line px-3">
          <Skeleton className="h-7 w-44" />
          <Skeleton className="h-7 w-40" />
        </div>
      </div>
      <div className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-xs max-lg:hidden">
        <Skeleton className="w-40" />
        <Skeleton className="w-64" />
        <Skeleton className="mt-4 h-2 w-full" />
      </div>
    </div>
  );
}
