import { ImportSkeleton } from "#components/import/import-skeleton.tsx";

export default function Loading() {
  return <ImportSkeleton />;
}
