import { ChevronDown, ChevronRight, CornerDownRight } from "lucide-react";
import { SEVERITIES } from "#server/domain/warning.ts";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { Age } from "../ui/age.tsx";
import { cn } from "../ui/cn.ts";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { Absent } from "../ui/description-list.tsx";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import type { QueueRow } from "./use-warning-queue.ts";
import { flapWords, warningState, WarningStateBadge } from "./warning-state-badge.tsx";

type Unfolding = { unfolded: ReadonlySet<string>; toggle: (id: string) => void };

const titleOf = ({ code }: QueueRow) => WARNING_CATALOGUE[code].title;
const stateText = (row: QueueRow) =>
  row.flapCount === null ? warningState(row) : `${warningState(row)}. ${flapWords(row.flapCount)}.`;

/** `unfolding` tells which root causes show their effects below them. */
export function warningColumns(unfolding: Unfolding): readonly DataColumn<QueueRow>[] {
  return [
    {
      id: "severity",
      header: "Severity",
      size: 112,
      // Sorts worst first, not by the alphabet.
      accessorFn: ({ severity }) => SEVERITIES.indexOf(severity),
      meta: { exportValue: ({ severity }) => severity },
      cell: ({ row: { original } }) => (
        <>
          <SeverityBadge severity={original.severity} />
          {/* The cell's link opens the warning: its name says which. */}
          <span className="sr-only">
            : {titleOf(original)}, {original.subjectLabel}
          </span>
        </>
      ),
    },
    {
      id: "title",
      header: "Warning",
      size: 560,
      enableSorting: false,
      accessorFn: titleOf,
      cell: ({ row }) => <Title row={row.original} unfolding={unfolding} />,
    },
    { accessorKey: "subjectLabel", header: "About", size: 140, enableSorting: false },
    // Stands below the title; in a column of its own for exports, and for those who choose it.
    {
      accessorKey: "cause",
      header: "Cause",
      size: 268,
      enableSorting: false,
      meta: { isHiddenAtFirst: true },
    },
    {
      id: "pdcs",
      header: "PDC",
      size: 120,
      enableSorting: false,
      accessorFn: ({ pdcNames }) => pdcNames.join(", "),
      meta: { isHiddenAtFirst: true },
    },
    {
      id: "state",
      header: "State",
      size: 104,
      enableSorting: false,
      accessorFn: stateText,
      cell: ({ row }) => <WarningStateBadge warning={row.original} />,
    },
    {
      accessorKey: "assigneeName",
      header: "Assigned",
      size: 100,
      enableSorting: false,
      cell: ({ row }) => row.original.assigneeName ?? <Absent word="nobody" />,
    },
    {
      accessorKey: "openedAt",
      header: "Since",
      size: 100,
      cell: ({ row }) => <Age at={row.original.openedAt} className="text-muted" />,
    },
    {
      accessorKey: "changedAt",
      header: "Changed",
      size: 100,
      meta: { isHiddenAtFirst: true },
      cell: ({ row }) => <Age at={row.original.changedAt} className="text-muted" />,
    },
    { accessorKey: "code", header: "Code", size: 220, enableSorting: false, meta: { isHiddenAtFirst: true } },
    {
      accessorKey: "effectCount",
      header: "Effects",
      size: 80,
      enableSorting: false,
      meta: { isHiddenAtFirst: true, align: "right" },
    },
  ];
}

function Title({ row, unfolding: { unfolded, toggle } }: { row: QueueRow; unfolding: Unfolding }) {
  const isUnfolded = unfolded.has(row.id);
  const Arrow = isUnfolded ? ChevronDown : ChevronRight;
  return (
    <>
      <span className="flex min-w-0 items-center gap-2">
        {row.isEffect && (
          <CornerDownRight aria-label="Effect:" className="ml-2 size-3.5 shrink-0 text-subtle" />
        )}
        <span className={row.isEffect ? "truncate" : "truncate font-medium"}>{titleOf(row)}</span>
        {row.isNews && (
          <span
            title="New, or changed since you last looked"
            className="size-1.5 shrink-0 rounded-full bg-accent"
          >
            <span className="sr-only">new to you</span>
          </span>
        )}
        {row.effectCount > 0 && !row.isEffect && (
          <button
            type="button"
            aria-expanded={isUnfolded}
            onClick={() => toggle(row.id)}
            className="inline-flex h-5 shrink-0 items-center gap-0.5 rounded-md bg-accent-soft pr-1.5 pl-0.5 text-sm font-medium text-accent-ink hover:underline"
          >
            <Arrow aria-hidden className="size-3.5" />
            {row.effectCount} {row.effectCount === 1 ? "effect" : "effects"}
          </button>
        )}
      </span>
      <span
        title={row.cause}
        className={cn("mt-0.5 block truncate text-sm text-muted", row.isEffect && "ml-7.5")}
      >
        {row.cause}
      </span>
    </>
  );
}
