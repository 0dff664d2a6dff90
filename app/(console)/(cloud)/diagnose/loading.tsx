import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <>
      <PageHeader title="Why is this link down?" />
      <Panel flush>
        <SkeletonRows rows={10} columns={3} />
      </Panel>
    </>
  );
}
