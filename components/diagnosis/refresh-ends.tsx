"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { stepChanges } from "#server/domain/diagnosis/compare.ts";
import type { DiagnosisStep } from "#server/domain/diagnosis/step.ts";
import { progressOf } from "../refresh/run-progress.ts";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { useMay } from "../shell/use-may.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { OUTCOME_WORDS } from "./diagnosis-words.ts";

type Ordered = { runId: string; before: readonly DiagnosisStep[] };

/** Has both ends read again; the page looks again by itself, and says what is another answer than before. */
export function RefreshEnds({
  nodeIds,
  steps,
}: {
  nodeIds: readonly string[];
  steps: readonly DiagnosisStep[];
}) {
  const trpc = useTRPC();
  const may = useMay();
  const order = useOrderRefresh();
  const [ordered, setOrdered] = useState<Ordered | null>(null);
  const run = useQuery(trpc.refresh.byId.queryOptions(ordered ? { runId: ordered.runId } : skipToken));
  if (!may("node:refresh")) return null;
  const progress = run.data && progressOf(run.data.countByState);
  const isRunning = ordered !== null && (progress?.isRunning ?? true);
  const refresh = () =>
    order.mutate(
      { selection: { kind: "nodes", nodeIds: [...nodeIds] } },
      { onSuccess: ({ runId }) => setOrdered({ runId, before: steps }) },
    );
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button variant="primary" pending={order.isPending || isRunning} onClick={refresh}>
        <RefreshCw aria-hidden />
        Refresh both ends
      </Button>
      <div aria-live="polite" className="min-w-0 flex-1 basis-60 text-sm text-muted">
        {ordered && isRunning && (
          <p>
            Reading both ends{progress ? `, ${progress.done} of ${progress.total} done` : ""}. The checks
            follow by themselves.{" "}
            <Link href={`/refreshes/${ordered.runId}`} className="text-accent-ink hover:underline">
              Follow it
            </Link>
          </p>
        )}
        {ordered && !isRunning && (
          <Changed before={ordered.before} after={steps} failed={progress?.failed ?? 0} />
        )}
      </div>
    </div>
  );
}

function Changed({
  before,
  after,
  failed,
}: {
  before: readonly DiagnosisStep[];
  after: readonly DiagnosisStep[];
  failed: number;
}) {
  const changes = stepChanges(before, after);
  const lead =
    failed > 0
      ? `${failed === 1 ? "One end" : "Both ends"} could not be read. `
      : "Both ends were read again. ";
  if (changes.length === 0) return <p>{lead}No answer is another one than before.</p>;
  return (
    <p>
      {lead}
      {changes
        .map(
          (change) =>
            `${change.title} ${OUTCOME_WORDS[change.before].toLowerCase()} before, ${OUTCOME_WORDS[change.after].toLowerCase()} now.`,
        )
        .join(" ")}
    </p>
  );
}
