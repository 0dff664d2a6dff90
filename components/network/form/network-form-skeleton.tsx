import { PageHeader } from "../../ui/page-header.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

function Fields({ count }: { count: number }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {Array.from({ length: count }, (_, field) => (
        <div key={field} className="flex flex-col gap-2">
          <Skeleton className="h-3.5 w-24" />
          <Skeleton className="h-8" />
        </div>
      ))}
    </div>
  );
}

export function NetworkFormSkeleton({ title }: { title: string }) {
  return (
    <>
      <PageHeader title={title} />
      <div
        aria-busy
        className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_19rem] xl:grid-cols-[minmax(0,44rem)_22rem]"
      >
        <div className="flex flex-col gap-4">
          <Panel title="Name and access">
            <Fields count={4} />
          </Panel>
          <Panel title="Segment">
            <Fields count={4} />
          </Panel>
        </div>
        <Panel title="What will be made">
          <Fields count={2} />
        </Panel>
      </div>
    </>
  );
}
