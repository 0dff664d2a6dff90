"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { useMay } from "../shell/use-may.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { actionsColumn } from "../ui/data-table/actions-column.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { ReleaseEarly } from "./release-early.tsx";
import { TimeLeft } from "./time-left.tsx";

type Resting = RouterOutputs["vxlan"]["listResting"][number];

const COLUMNS: readonly DataColumn<Resting>[] = [
  {
    accessorKey: "vxlanId",
    header: "VXLAN id",
    cell: ({ row }) => (
      <CopyText value={String(row.original.vxlanId)} label={`VXLAN id ${row.original.vxlanId}`} />
    ),
  },
  {
    accessorKey: "vdcName",
    header: "Used last by",
    cell: ({ row }) => row.original.vdcName ?? <Absent />,
  },
  {
    accessorKey: "releasedAt",
    header: "Rests since",
    cell: ({ row }) =>
      row.original.releasedAt ? <Age at={row.original.releasedAt} className="text-muted" /> : <Absent />,
  },
  {
    accessorKey: "restsUntil",
    header: "Time left",
    cell: ({ row }) => <TimeLeft until={row.original.restsUntil} />,
  },
];
const MANAGE_COLUMNS: readonly DataColumn<Resting>[] = [
  ...COLUMNS,
  actionsColumn((row) => (
    <ReleaseEarly
      vxlanIds={[row.vxlanId]}
      label="Release early"
      aria-label={`Release VXLAN ${row.vxlanId} early`}
    />
  )),
];

function releaseAll(rows: readonly Resting[], clear: () => void) {
  return <ReleaseEarly vxlanIds={rows.map(({ vxlanId }) => vxlanId)} label="Release early" onDone={clear} />;
}

/** VXLAN ids that wait before they are given out again, of every vDC. */
export function RestingTable() {
  const mayManage = useMay()("delegation:manage");
  const { data: resting } = useSuspenseQuery(useTRPC().vxlan.listResting.queryOptions());
  return (
    <>
      <PageHeader
        title="Resting ids"
        description="A freed VXLAN id waits before it is given out again, so that stale ARP entries on nodes cannot reach whoever has it next."
      />
      <DataTable
        noun="resting ids"
        rows={resting}
        columns={mayManage ? MANAGE_COLUMNS : COLUMNS}
        rowId={({ vxlanId }) => String(vxlanId)}
        rowLabel={({ vxlanId }) => `VXLAN ${vxlanId}`}
        sortAtFirst="restsUntil"
        {...(mayManage ? { bulkActions: releaseAll } : {})}
        empty={
          <EmptyState icon={<Hourglass />} title="No VXLAN id rests.">
            When a network is deleted or takes another id, the one it had is listed here for a while.
          </EmptyState>
        }
      />
    </>
  );
}
