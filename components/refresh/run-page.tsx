"use client";

import { keepPreviousData, useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import type { CountByRefreshState } from "#server/domain/refresh-run.ts";
import { isRefreshInFlight, REFRESH_STATES } from "#server/domain/refresh-state.ts";
import { useMay } from "../shell/use-may.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { Progress } from "../ui/progress.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { NodeRefreshRow } from "./node-refresh-row.tsx";
import { CancelRun } from "./cancel-run.tsx";
import { formatSeconds, outcomeSentence, progressOf, remainingSeconds } from "./run-progress.ts";
import { refreshStateWord } from "./refresh-state.tsx";
import { useOrderRefresh } from "./use-order-refresh.ts";
import { nextCursorOf } from "../trpc/all-pages.ts";

const TRIGGER_WORDS = {
  person: "by a person",
  schedule: "by schedule",
  retry: "as a retry",
  "rule-change": "by itself",
  apply: "after an apply",
} as const;

/** One run: what became of each of its nodes, as it happens. */
export function RunPage({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const may = useMay();
  const order = useOrderRefresh();
  const { data: run } = useSuspenseQuery(trpc.refresh.byId.queryOptions({ runId }));
  const [shown, setShown] = useSearchParam("state");
  const progress = progressOf(run.countByState);
  const retry = () => order.mutate({ selection: { kind: "failed-of-run", runId }, isRetry: true });
  const seconds = remainingSeconds(progress, run.createdAt, run.lastFinishedAt);
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
            progress.failed > 0 && (
              <Button variant="primary" pending={order.isPending} onClick={retry}>
                <RotateCcw aria-hidden />
                Retry{" "}
                {progress.failed === 1
                  ? "the failed node"
                  : `${progress.failed.toLocaleString("en")} failed nodes`}
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
          {progress.done.toLocaleString("en")} of {progress.total.toLocaleString("en")} nodes:{" "}
          {outcomeSentence(progress)}
          {seconds !== null && `, about ${formatSeconds(seconds)} left`}
        </output>
      </div>
      <StateFilter counts={run.countByState} total={progress.total} shown={shown} onShow={setShown} />
      <Panel flush>
        <NodesOfRun runId={runId} shown={shown} />
      </Panel>
    </>
  );
}

/** The run's nodes by name, page by page. */
function NodesOfRun({ runId, shown }: { runId: string; shown: string }) {
  const state = REFRESH_STATES.find((known) => known === shown);
  const list = useInfiniteQuery({
    ...useTRPC().refresh.listNodes.infiniteQueryOptions(
      { runId, ...(state && { state }) },
      { getNextPageParam: nextCursorOf },
    ),
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap(({ nodeRefreshes }) => nodeRefreshes);
  if (list.error && !rows) {
    return (
      <ErrorState title="The nodes of this refresh could not be read." onRetry={() => void list.refetch()}>
        {sentenceOf(list.error)}
      </ErrorState>
    );
  }
  if (!rows) return <SkeletonRows columns={3} />;
  if (rows.length === 0)
    return (
      <EmptyState
        title={shown === "" ? "This refresh has no nodes any more." : "No node is in this state."}
      />
    );
  return (
    <>
      <ul aria-label="Nodes of this refresh" className="divide-y divide-line">
        {rows.map((refresh) => (
          <NodeRefreshRow key={refresh.id} refresh={refresh} isOpen={!isRefreshInFlight(refresh.state)} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="border-t border-line px-4 py-2">
          <Button size="sm" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function StateFilter({
  counts,
  total,
  shown,
  onShow,
}: {
  counts: CountByRefreshState;
  total: number;
  shown: string;
  onShow: (state: string) => void;
}) {
  const present = REFRESH_STATES.filter((state) => counts[state] > 0 || state === shown);
  if (present.length < 2 && shown === "") return null;
  return (
    <fieldset aria-label="Show nodes by state" className="mb-3 flex flex-wrap gap-1.5">
      <FilterButton isOn={shown === ""} onPress={() => onShow("")} label="All" count={total} />
      {present.map((state) => (
        <FilterButton
          key={state}
          isOn={shown === state}
          onPress={() => onShow(shown === state ? "" : state)}
          label={refreshStateWord(state)}
          count={counts[state]}
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
      <span className="text-subtle tabular-nums">{count.toLocaleString("en")}</span>
    </Button>
  );
}
