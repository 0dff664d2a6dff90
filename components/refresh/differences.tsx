import type { RouterOutputs } from "../trpc/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { RefreshDetails } from "./refresh-details.tsx";
import { failedStepWords, failureWords } from "./failure-words.ts";
import { DIFFERENCES_SHOWN_AT_FIRST } from "#server/domain/refresh-run.ts";

export type NodeRefresh = RouterOutputs["refresh"]["listNodes"]["nodeRefreshes"][number];

const KINDS = {
  added: { sign: "+", word: "Added", className: "text-up" },
  removed: { sign: "−", word: "Removed", className: "text-down" },
  changed: { sign: "~", word: "Changed", className: "text-accent-ink" },
} as const;

/** What the refresh found otherwise than before, sentence by sentence; many are folded, and read when they are unfolded. */
export function DifferenceList({
  id,
  differences,
  differenceCount,
}: Pick<NodeRefresh, "id" | "differences" | "differenceCount">) {
  // Folding one line alone would save nothing.
  const isFolded = differenceCount > DIFFERENCES_SHOWN_AT_FIRST + 1;
  return (
    <div>
      <DifferenceItems
        differences={isFolded ? differences.slice(0, DIFFERENCES_SHOWN_AT_FIRST) : differences}
      />
      {isFolded && (
        <RefreshDetails
          nodeRefreshId={id}
          label={`${differenceCount - DIFFERENCES_SHOWN_AT_FIRST} more`}
          className="mt-0.5"
        >
          {(details) => (
            <DifferenceItems differences={details.differences.slice(DIFFERENCES_SHOWN_AT_FIRST)} />
          )}
        </RefreshDetails>
      )}
    </div>
  );
}

export function DifferenceItems({ differences }: Pick<NodeRefresh, "differences">) {
  return (
    <ul className="space-y-0.5">
      {differences.map(({ kind, subject, sentence }, index) => (
        <li key={`${subject} ${index}`} className="flex gap-2">
          <span
            aria-hidden
            className={`w-3 shrink-0 text-center font-mono font-semibold ${KINDS[kind].className}`}
          >
            {KINDS[kind].sign}
          </span>
          <span className="sr-only">{KINDS[kind].word}: </span>
          <span className="min-w-0 wrap-anywhere">{sentence}</span>
        </li>
      ))}
    </ul>
  );
}

/** Why the refresh failed, in words, and what to do. */
export function FailureNote({ failureCause, failureDetail, failedStep, partFailures }: NodeRefresh) {
  const { title, advice } = failureWords(failureCause);
  const step = failedStepWords(failedStep);
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="bad">{title}</Badge>
        {step && <span className="text-muted">{step}</span>}
        {partFailures.length === 0 && <span className="min-w-0 wrap-anywhere">{failureDetail}</span>}
      </p>
      {partFailures.length > 0 && (
        <ul className="list-disc space-y-0.5 pl-5 marker:text-subtle">
          {partFailures.map(({ part, reason }) => (
            <li key={part} className="wrap-anywhere">
              <span className="font-mono text-[0.92em]">{part}</span>: {reason}
            </li>
          ))}
        </ul>
      )}
      <p className="text-muted">{advice}</p>
    </div>
  );
}
