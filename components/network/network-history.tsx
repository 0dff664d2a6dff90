"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { DiffView } from "../ui/diff-view.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { actionWords, changeLines } from "./change-lines.ts";

/** Who changed the network, when, from what to what. */
export function NetworkHistory({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const history = useQuery(useTRPC().network.listChanges.queryOptions({ vdcId, networkId }));
  if (history.error) {
    return (
      <ErrorState title="The history could not be read." onRetry={() => void history.refetch()}>
        {sentenceOf(history.error)}
      </ErrorState>
    );
  }
  if (!history.data) return <SkeletonRows rows={3} columns={3} />;
  return (
    <ol className="flex flex-col gap-4">
      {history.data.map(({ id, at, actorName, action, before, after }) => {
        const lines = changeLines(before, after);
        return (
          <li key={id}>
            <p className="mb-1.5">
              <span className="font-medium">{actorName}</span> {actionWords(action)}{" "}
              <Age at={at} className="text-subtle" />
            </p>
            {lines.length > 0 ? (
              <DiffView lines={lines} label={before === null ? "As it was defined" : "Before and after"} />
            ) : (
              <p className="text-sm text-subtle">Nothing differed.</p>
            )}
          </li>
        );
      })}
      {history.data.length === 0 && (
        <li className="text-muted">No change has been kept since it was defined.</li>
      )}
    </ol>
  );
}
