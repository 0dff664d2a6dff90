import { TablePageSkeleton } from "#components/user/table-page-skeleton.tsx";

export default function Loading() {
  return <TablePageSkeleton title="Resting ids" columns={5} />;
}
