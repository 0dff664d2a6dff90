import { PageHeader } from "../ui/page-header.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

export function ImportSkeleton() {
  return (
    <>
      <PageHeader title="Import" description={<Skeleton className="h-4 w-96 max-w-full" />} />
      <div className="flex max-w-6xl flex-col gap-4">
        <Skeleton className="h-64 w-full" />
        <Skeleton className="h-96 w-full" />
      </div>
    </>
  );
}
