import { TablePageSkeleton } from "#components/user/table-page-skeleton.tsx";

export default function Loading() {
  return <TablePageSkeleton title="VMs and NICs" columns={8} />;
}
