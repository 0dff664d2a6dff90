"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMay } from "../shell/use-may.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Progress } from "../ui/progress.tsx";
import { OrderMenu } from "./order-menu.tsx";
import { formatDuration } from "./run-progress.ts";

type Run = RouterOutputs["refresh"]["list"][number];

const TRIGGER_WORDS = {
  person: "A person",
  schedule: "Schedule",
  retry: "Retry",
  "rule-change": "A changed rule",
  apply: "An apply",
} as const;

const doneCount = ({ nodeCount, inFlightCount }: Run) => nodeCount - inFlightCount;

const COLUMNS: readonly DataColumn<Run>[] = [
  { accessorKey: "title", header: "Refreshed" },
  {
    id: "progress",
    header: "Progress",
    accessorFn: (run) => `${doneCount(run)} of ${run.nodeCount}`,
    cell: ({ row: { original: run } }) => (
      <span className="flex items-center gap-2">
        <Progress
          label={`Progress of ${run.title}`}
          done={doneCount(run)}
          total={run.nodeCount}
          failed={run.failedCount}
          className="w-24"
        />
        <span className="text-sm text-muted tabular-nums">
          {doneCount(run)}/{run.nodeCount}
        </span>
      </span>
    ),
  },
  {
    id: "result",
    header: "Result",
    accessorFn: ({ inFlightCount, failedCount, changedCount }) =>
      `${inFlightCount > 0 ? "running " : ""}${failedCount} failed ${changedCount} changed`,
    cell: ({ row: { original: run } }) => (
      <span className="flex items-center gap-1.5">
        {run.inFlightCount > 0 && <Badge tone="accent">Running</Badge>}
        {run.failedCount > 0 && <Badge tone="bad">{run.failedCount} failed</Badge>}
        {run.changedCount > 0 && <Badge tone="good">{run.changedCount} changed</Badge>}
        {run.inFlightCount === 0 && run.failedCount === 0 && run.changedCount === 0 && (
          <span className="text-muted">Nothing changed</span>
        )}
      </span>
    ),
  },
  {
    id: "by",
    header: "Ordered by",
    accessorFn: ({ orderedByName, trigger }) => orderedByName ?? TRIGGER_WORDS[trigger],
    cell: ({ getValue }) => <span className="text-muted">{getValue<string>()}</span>,
  },
  {
    accessorKey: "createdAt",
    header: "When",
    cell: ({ row }) => <Age at={row.original.createdAt} className="text-muted" />,
  },
  {
    id: "duration",
    header: "Took",
    accessorFn: ({ createdAt, finishedAt }) =>
      finishedAt ? finishedAt.getTime() - createdAt.getTime() : null,
    meta: { align: "right", label: "Took (ms)" },
    cell: ({ row: { original } }) =>
      original.finishedAt && (
        <span className="text-muted">{formatDuration(original.createdAt, original.finishedAt)}</span>
      ),
  },
];

export function RunTable() {
  const trpc = useTRPC();
  const may = useMay();
  const { data: runs } = useSuspenseQuery(trpc.refresh.list.queryOptions());
  return (
    <>
      <PageHeader
        title="Refreshes"
        description="Each order to read nodes anew, with what became of it. The latest 200 are shown."
        actions={may("node:refresh") && <OrderMenu />}
      />
      <DataTable
        noun="refreshes"
        rows={runs}
        columns={COLUMNS}
        rowId={({ id }) => id}
        rowLabel={({ title }) => title}
        rowHref={({ id }) => `/refreshes/${id}`}
        sortAtFirst="-createdAt"
        empty={
          <EmptyState title="No refresh was ordered yet.">
            A refresh reads what nodes hold over SSH. Order one above, or enrol nodes first.
          </EmptyState>
        }
      />
    </>
  );
}
