import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader title="What if" />
      <Panel flush>
        <SkeletonRows rows={4} columns={3} />
      </Panel>
    </>
  );
}
