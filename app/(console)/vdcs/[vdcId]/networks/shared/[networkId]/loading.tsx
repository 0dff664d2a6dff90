import { NetworkPageSkeleton } from "#components/network/network-page-skeleton.tsx";

export default function Loading() {
  return <NetworkPageSkeleton />;
}
