import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader title="Notifications" />
      <Panel title="Webhooks">
        <div className="grid gap-3">
          <Skeleton className="max-w-96" />
          <Skeleton className="max-w-64" />
        </div>
      </Panel>
    </>
  );
}
