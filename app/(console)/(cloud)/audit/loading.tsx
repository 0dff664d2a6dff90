import { TablePageSkeleton } from "#components/user/table-page-skeleton.tsx";

export default function Loading() {
  return <TablePageSkeleton title="Audit" columns={3} />;
}
