import { DelegationSkeleton } from "#components/delegation/delegation-skeleton.tsx";

export default function Loading() {
  return <DelegationSkeleton title="Request" />;
}
