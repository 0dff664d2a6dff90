import { NodePageSkeleton } from "#components/node/node-page-skeleton.tsx";

export default function Loading() {
  return <NodePageSkeleton />;
}
