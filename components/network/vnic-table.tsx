"use client";

import { useQuery } from "@tanstack/react-query";
import { MonitorOff } from "lucide-react";
import { useMemo } from "react";
import { PathFrom } from "../mesh/path/path-from.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";

type Vnic = RouterOutputs["network"]["listVnics"][number];

const columnsOf = (vdcId: string): readonly DataColumn<Vnic>[] => [
  {
    id: "vm",
    header: "VM",
    accessorFn: ({ vmAlias, vmUuid }) => vmAlias || vmUuid,
    meta: { exportValue: ({ vmAlias, vmUuid }) => `${vmAlias} ${vmUuid}`.trim() },
    cell: ({ row: { original } }) => (
      <span className="font-medium" title={original.vmUuid}>
        {original.vmAlias || original.vmUuid}
      </span>
    ),
  },
  { accessorKey: "interfaceName", header: "NIC" },
  {
    accessorKey: "ipv4Addresses",
    header: "Address",
    cell: ({ row: { original } }) => {
      const [first, ...others] = original.ipv4Addresses;
      if (!first) return original.isDhcp ? "by DHCP" : <Absent />;
      return (
        <>
          <CopyText value={first} label="address" />
          {others.length > 0 && <span className="text-subtle"> and {others.length} more</span>}
        </>
      );
    },
  },
  {
    accessorKey: "macAddress",
    header: "MAC",
    cell: ({ row }) => <CopyText value={row.original.macAddress} label="MAC" />,
  },
  {
    accessorKey: "mtuBytes",
    header: "MTU",
    meta: { align: "right" },
    cell: ({ row }) => row.original.mtuBytes ?? <Absent />,
  },
  { accessorKey: "nodeHostname", header: "Node" },
  {
    accessorKey: "observedAt",
    header: "Seen",
    cell: ({ row: { original } }) =>
      original.observedAt ? <Age at={original.observedAt} className="text-muted" /> : <Absent />,
  },
  {
    id: "path",
    header: "Path",
    enableSorting: false,
    cell: ({ row: { original } }) => <PathFrom vnic={original} vdcId={vdcId} />,
  },
];

/** The VM NICs on the network, as nodes told last. */
export function VnicTable({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const vnics = useQuery(useTRPC().network.listVnics.queryOptions({ vdcId, networkId }));
  const columns = useMemo(() => columnsOf(vdcId), [vdcId]);
  if (vnics.error) {
    return (
      <ErrorState title="The VM NICs could not be read." onRetry={() => void vnics.refetch()}>
        {sentenceOf(vnics.error)}
      </ErrorState>
    );
  }
  return (
    <DataTable
      noun="VM NICs"
      rows={vnics.data ?? []}
      isLoading={vnics.isPending}
      columns={columns}
      urlPrefix="nic-"
      rowId={({ vmUuid, interfaceName, nodeHostname }) => `${nodeHostname} ${vmUuid} ${interfaceName}`}
      sortAtFirst="vm"
      empty={
        <EmptyState icon={<MonitorOff />} title="No VM uses this network yet.">
          Give a VM a NIC on this segment; it appears here when its node is refreshed.
        </EmptyState>
      }
    />
  );
}
