import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader title="Settings" />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        {["You", "Theme", "Password"].map((title) => (
          <Panel key={title} title={title}>
            <div className="grid gap-3">
              <Skeleton className="max-w-64" />
              <Skeleton className="max-w-96" />
              <Skeleton className="max-w-48" />
            </div>
          </Panel>
        ))}
      </div>
    </>
  );
}
