import { REFRESH_ATTEMPTS_MAX } from "#server/domain/refresh-retry.ts";
import Link from "next/link";
import { Age } from "../ui/age.tsx";
import { DifferenceList, FailureNote, type NodeRefresh } from "./differences.tsx";
import { formatDuration } from "./run-progress.ts";
import { SectionOutcomes } from "./section-outcomes.tsx";
import { RefreshStateBadge } from "./refresh-state.tsx";

export type NodeRefreshRowProps = {
  refresh: NodeRefresh;
  /** Whether what it found, or why it failed, is shown below. */
  isOpen: boolean;
  /** Said instead of the node's name, where that is known. */
  title?: React.ReactNode;
};

/** One node in one refresh. */
export function NodeRefreshRow({ refresh, isOpen, title }: NodeRefreshRowProps) {
  const { nodeId, hostname, state, startedAt, finishedAt, queuedAt, failureDetail } = refresh;
  const { differenceCount, commandCount } = refresh;
  const isWaitingAgain = state === "queued" && refresh.attempt > 1;
  return (
    <li className="px-4 py-2">
      <div className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1">
        <span className="w-28 shrink-0">
          <RefreshStateBadge state={state} />
        </span>
        {title ?? (
          <Link
            href={`/nodes/${nodeId}`}
            prefetch={false}
            className="min-w-0 truncate font-medium hover:underline"
          >
            {hostname}
          </Link>
        )}
        <span className="ml-auto flex gap-3 text-sm text-subtle">
          {startedAt && finishedAt && (
            <span className="tabular-nums">took {formatDuration(startedAt, finishedAt)}</span>
          )}
          {refresh.attempt > 1 && (
            <span>
              attempt {refresh.attempt} of {REFRESH_ATTEMPTS_MAX}
            </span>
          )}
          <Age at={finishedAt ?? startedAt ?? queuedAt} />
        </span>
      </div>
      {isWaitingAgain && (
        <p className="pb-1 text-muted wrap-anywhere sm:pl-31">
          It is tried again in a moment: {failureDetail}
        </p>
      )}
      {isOpen && (differenceCount > 0 || commandCount > 0 || state === "failed" || state === "skipped") && (
        <div className="mt-1.5 space-y-2 pb-1 sm:pl-31">
          {state === "failed" && <FailureNote {...refresh} />}
          {state === "skipped" && <p className="text-muted">{failureDetail}</p>}
          {differenceCount > 0 && <DifferenceList {...refresh} />}
          <SectionOutcomes {...refresh} />
        </div>
      )}
    </li>
  );
}
