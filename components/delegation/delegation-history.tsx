"use client";

import { useQuery } from "@tanstack/react-query";
import { ChangeHistory } from "../audit/change-history.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { Panel } from "../ui/panel.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";

/** Who changed the ranges, when and from where, from what to what. */
export function DelegationHistory({ vdcId, vdcName }: { vdcId: string; vdcName: string }) {
  const history = useQuery(useTRPC().delegation.listChanges.queryOptions({ vdcId }));
  return (
    <Panel title="History" description="Who changed the ranges, newest first.">
      {history.error ? (
        <ErrorState title="The history could not be read." onRetry={() => void history.refetch()}>
          {sentenceOf(history.error)}
        </ErrorState>
      ) : history.data ? (
        <ChangeHistory changes={history.data} name={vdcName} />
      ) : (
        <SkeletonRows rows={2} columns={3} />
      )}
    </Panel>
  );
}
