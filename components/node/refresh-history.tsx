"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { isRefreshInFlight } from "#server/domain/refresh-state.ts";
import { NodeRefreshRow } from "../refresh/node-refresh-row.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Panel } from "../ui/panel.tsx";

/** The node's latest refreshes with what each found otherwise than the one before. */
export function RefreshHistory({ nodeId }: { nodeId: string }) {
  const trpc = useTRPC();
  const { data: refreshes } = useSuspenseQuery(trpc.refresh.listOfNode.queryOptions({ nodeId }));
  return (
    <Panel flush title="Refresh history" description="The latest 50, newest first.">
      {refreshes.length === 0 ? (
        <EmptyState title="The node was never refreshed." />
      ) : (
        <ul aria-label="Refreshes of this node" className="divide-y divide-line">
          {refreshes.map((refresh) => (
            <NodeRefreshRow
              key={refresh.id}
              refresh={refresh}
              isOpen={!isRefreshInFlight(refresh.state)}
              title={<span className="text-muted">{resultWords(refresh)}</span>}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function resultWords({ state, differenceCount }: { state: string; differenceCount: number }): string {
  if (state === "done") return differenceCount === 1 ? "1 difference" : `${differenceCount} differences`;
  return state === "unchanged" ? "Everything as before" : "";
}
