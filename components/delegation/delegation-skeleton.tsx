import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

export function DelegationSkeleton({ title = "Delegation" }: { title?: string }) {
  return (
    <>
      <PageHeader title={title} />
      <div aria-busy className="flex max-w-5xl flex-col gap-4">
        <Panel title="In short">
          <div className="flex flex-col gap-3">
            <Skeleton className="max-w-96" />
            <Skeleton className="max-w-72" />
          </div>
        </Panel>
        <Panel title="VXLAN ids">
          <div className="flex flex-col gap-3">
            <Skeleton className="max-w-60" />
            <Skeleton className="h-16" />
          </div>
        </Panel>
      </div>
    </>
  );
}
