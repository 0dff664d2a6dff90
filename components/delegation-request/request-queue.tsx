"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { wishLines } from "#server/domain/wish-lines.ts";
import { useMay } from "../shell/use-may.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";

type Request = RouterOutputs["delegationRequest"]["listOpen"][number];

const asked = ({ wanted }: Request) => wishLines(wanted).join("; ");
const COLUMNS: readonly DataColumn<Request>[] = [
  { accessorKey: "vdcName", header: "vDC" },
  { id: "asked", header: "Asks for", accessorFn: asked },
  {
    accessorKey: "reason",
    header: "Reason",
    cell: ({ row: { original } }) => (
      <span title={original.reason} className="block max-w-96 truncate">
        {original.reason}
      </span>
    ),
  },
  { accessorKey: "requestedByName", header: "Sent by" },
  {
    accessorKey: "createdAt",
    header: "Sent",
    cell: ({ row }) => <Age at={row.original.createdAt} className="text-muted" />,
  },
];

/** What vDCs ask for and nobody has answered; who has waited longest comes first. */
export function RequestQueue() {
  const mayAnswer = useMay()("delegation:manage");
  const { data: requests } = useSuspenseQuery(useTRPC().delegationRequest.listOpen.queryOptions());
  return (
    <>
      <PageHeader
        title="Requests"
        description="What network admins ask for: more ids, or a higher limit of networks. One at a time for each vDC."
      />
      <DataTable
        noun="requests"
        rows={requests}
        columns={COLUMNS}
        rowId={({ id }) => id}
        rowLabel={({ vdcName }) => vdcName}
        rowHref={({ vdcId, id }) =>
          mayAnswer ? `/vdcs/${vdcId}/requests/${id}` : `/vdcs/${vdcId}/delegation`
        }
        sortAtFirst="createdAt"
        empty={
          <EmptyState icon={<Inbox />} title="No request is open.">
            A network admin sends one from the delegation page of the vDC.
          </EmptyState>
        }
      />
    </>
  );
}
