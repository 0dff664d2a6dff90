"use client";

import { useQuery } from "@tanstack/react-query";
import { ChangeHistory } from "../audit/change-history.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";

/** Who changed the network, when and from where, from what to what. */
export function NetworkHistory({
  vdcId,
  networkId,
  name,
}: {
  vdcId: string;
  networkId: string;
  name: string;
}) {
  const history = useQuery(useTRPC().network.listChanges.queryOptions({ vdcId, networkId }));
  if (history.error) {
    return (
      <ErrorState title="The history could not be read." onRetry={() => void history.refetch()}>
        {sentenceOf(history.error)}
      </ErrorState>
    );
  }
  if (!history.data) return <SkeletonRows rows={3} columns={3} />;
  return <ChangeHistory changes={history.data} name={name} />;
}
