"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { isRefreshInFlight, REFRESH_STATES, type RefreshState } from "#server/domain/refresh-state.ts";
import { useMay } from "../shell/use-may.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { Progress } from "../ui/progress.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { NodeRefreshRow } from "./node-refresh-row.tsx";
import { CancelRun } from "./cancel-run.tsx";
import { formatSeconds, outcomeSentence, progressOf, remainingSeconds } from "./run-progress.ts";
import { refreshStateWord } from "./refresh-state.tsx";
import { useOrderRefresh } from "./use-order-refresh.ts";

const TRIGGER_WORDS = {
  person: "by a person",
  schedule: "by schedule",
  retry: "as a retry",
  "rule-change": "by itself",
} as const;

/** One run: what became of each of its nodes, as it happens. */
export function RunPage({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const may = useMay();
  const order = useOrderRefresh();
  const { data: run } = useSuspenseQuery(trpc.refresh.byId.queryOptions({ runId }));
  const [shown, setShown] = useSearchParam("state");
  const progress = progressOf(run.nodeRefreshes.map(({ state }) => state));
  const rows = run.nodeRefreshes.filter(({ state }) => shown === "" || state === shown);
  const failedIds = run.nodeRefreshes.filter(({ state }) => state === "failed").map(({ nodeId }) => nodeId);
  const retry = () => order.mutate({ selection: { kind: "nodes", nodeIds: failedIds }, isRetry: true });
  const finishedAts = run.nodeRefreshes.map(({ finishedAt }) => finishedAt);
  const seconds = remainingSeconds(progress, run.createdAt, finishedAts);
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: "Refreshes", href: "/refreshes" }]}
        title={run.title}
        badge={
          progress.isRunning ? (
            <Badge tone="accent">Running</Badge>
          ) : (
            <Badge tone={progress.failed > 0 ? "bad" : run.cancelledAt ? "neutral" : "good"}>
              {progress.failed > 0 ? `${progress.failed} failed` : run.cancelledAt ? "Cancelled" : "Finished"}
            </Badge>
          )
        }
        description={
          <>
            Ordered {run.orderedByName ? `by ${run.orderedByName}` : TRIGGER_WORDS[run.trigger]}
            {run.trigger === "retry" && " as a retry"}, <Age at={run.createdAt} />.
            {run.cancelledAt && (
              <>
                {" "}
                Stopped by {run.cancelledByName} <Age at={run.cancelledAt} />.
              </>
            )}
          </>
        }
        actions={
          may("node:refresh") &&
          (progress.isRunning ? (
            <CancelRun runId={runId} toGoCount={progress.total - progress.done} />
          ) : (
            failedIds.length > 0 && (
              <Button variant="primary" pending={order.isPending} onClick={retry}>
                <RotateCcw aria-hidden />
                Retry {failedIds.length === 1 ? "the failed node" : `${failedIds.length} failed nodes`}
              </Button>
            )
          ))
        }
      />
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Progress
          label="Progress of this refresh"
          done={progress.done}
          total={progress.total}
          failed={progress.failed}
          className="max-w-96 flex-1"
        />
        <output className="text-muted tabular-nums">
          {progress.done} of {progress.total} nodes: {outcomeSentence(progress)}
          {seconds !== null && `, about ${formatSeconds(seconds)} left`}
        </output>
      </div>
      <StateFilter states={run.nodeRefreshes.map(({ state }) => state)} shown={shown} onShow={setShown} />
      <Panel flush>
        {rows.length === 0 ? (
          <EmptyState
            title={shown === "" ? "This refresh has no nodes any more." : "No node is in this state."}
          />
        ) : (
          <ul aria-label="Nodes of this refresh" className="divide-y divide-line">
            {rows.map((refresh) => (
              <NodeRefreshRow key={refresh.id} refresh={refresh} isOpen={!isRefreshInFlight(refresh.state)} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
}

function StateFilter({
  states,
  shown,
  onShow,
}: {
  states: readonly RefreshState[];
  shown: string;
  onShow: (state: string) => void;
}) {
  const present = REFRESH_STATES.filter((state) => states.includes(state) || state === shown);
  if (present.length < 2 && shown === "") return null;
  return (
    <fieldset aria-label="Show nodes by state" className="mb-3 flex flex-wrap gap-1.5">
      <FilterButton isOn={shown === ""} onPress={() => onShow("")} label="All" count={states.length} />
      {present.map((state) => (
        <FilterButton
          key={state}
          isOn={shown === state}
          onPress={() => onShow(shown === state ? "" : state)}
          label={refreshStateWord(state)}
          count={states.filter((each) => each === state).length}
        />
      ))}
    </fieldset>
  );
}

function FilterButton({
  isOn,
  onPress,
  label,
  count,
}: {
  isOn: boolean;
  onPress: () => void;
  label: string;
  count: number;
}) {
  return (
    <Button size="sm" variant={isOn ? "secondary" : "ghost"} aria-pressed={isOn} onClick={onPress}>
      {label}
      <span className="text-subtle tabular-nums">{count}</span>
    </Button>
  );
}
