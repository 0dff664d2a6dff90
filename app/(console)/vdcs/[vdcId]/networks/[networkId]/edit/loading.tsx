import { NetworkFormSkeleton } from "#components/network/form/network-form-skeleton.tsx";

export default function Loading() {
  return <NetworkFormSkeleton title="Change a network" />;
}
