import { SEVERITIES } from "#server/domain/warning.ts";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import { warningState, WarningStateBadge } from "./warning-state-badge.tsx";

export type ListedWarning = RouterOutputs["warning"]["list"]["warnings"][number];

export const WARNING_COLUMNS: readonly DataColumn<ListedWarning>[] = [
  {
    id: "severity",
    header: "Severity",
    // Sorts worst first, not by the alphabet.
    accessorFn: ({ severity }) => SEVERITIES.indexOf(severity),
    meta: { exportValue: ({ severity }) => severity },
    cell: ({ row }) => (
      <>
        <SeverityBadge severity={row.original.severity} />
        {/* The cell's link opens the warning: its name says which. */}
        <span className="sr-only">
          : {WARNING_CATALOGUE[row.original.code].title}, {row.original.subjectLabel}
        </span>
      </>
    ),
  },
  {
    id: "title",
    header: "Warning",
    accessorFn: ({ code }) => WARNING_CATALOGUE[code].title,
    cell: ({ row }) => (
      <span className="font-medium whitespace-nowrap">{WARNING_CATALOGUE[row.original.code].title}</span>
    ),
  },
  {
    accessorKey: "subjectLabel",
    header: "About",
    cell: ({ row }) => <span className="block max-w-52 truncate">{row.original.subjectLabel}</span>,
  },
  {
    accessorKey: "cause",
    header: "Cause",
    cell: ({ row }) => (
      <span title={row.original.cause} className="block max-w-136 truncate text-muted">
        {row.original.cause}
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    accessorFn: warningState,
    cell: ({ row }) => <WarningStateBadge warning={row.original} />,
  },
  {
    accessorKey: "openedAt",
    header: "Since",
    cell: ({ row }) => <Age at={row.original.openedAt} className="text-muted" />,
  },
  { accessorKey: "code", header: "Code", meta: { isHiddenAtFirst: true } },
];
