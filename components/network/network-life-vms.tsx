"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { Vnic } from "./network-life-places.tsx";

const VNICS_LISTED_MAX = 500;

const addressesOf = ({ ipv4Addresses, isDhcp }: Vnic) => [...ipv4Addresses, ...(isDhcp ? ["DHCP"] : [])];

const COLUMNS: readonly DataColumn<Vnic>[] = [
  { id: "vm", header: "VM", accessorFn: ({ vmAlias, vmUuid }) => vmAlias || vmUuid },
  {
    accessorKey: "vmUuid",
    header: "UUID",
    meta: { isHiddenAtFirst: true },
    cell: ({ row }) => <CopyText value={row.original.vmUuid} label="VM UUID" />,
  },
  {
    accessorKey: "interfaceName",
    header: "vNIC",
    cell: ({ row }) => <span className="font-mono">{row.original.interfaceName}</span>,
  },
  {
    id: "addresses",
    header: "Addresses",
    accessorFn: addressesOf,
    cell: ({ row }) => {
      const addresses = addressesOf(row.original);
      if (addresses.length === 0) return <Absent word="none" />;
      return <span className="font-mono">{addresses.join(", ")}</span>;
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
    cell: ({ row }) => row.original.mtuBytes ?? <span className="text-subtle">unset (1500)</span>,
  },
  { accessorKey: "nodeHostname", header: "Node" },
  {
    accessorKey: "observedAt",
    header: "Read",
    cell: ({ row: { original } }) =>
      original.observedAt ? <Age at={original.observedAt} className="text-muted" /> : <Absent word="never" />,
  },
];

/** vNICs of VMs on the network, those of nodes that cannot be reached included. */
export function NetworkVms({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const { data: vnics } = useSuspenseQuery(useTRPC().network.listVnics.queryOptions({ vdcId, networkId }));
  return (
    <>
      {vnics.length === VNICS_LISTED_MAX && (
        <p className="mb-2 text-sm text-subtle">The first {VNICS_LISTED_MAX} vNICs, by VM.</p>
      )}
      <DataTable
        noun="vNICs"
        urlPrefix="vm-"
        rows={vnics}
        columns={COLUMNS}
        rowId={({ vmUuid, interfaceName, macAddress }) => `${vmUuid} ${interfaceName} ${macAddress}`}
        rowLabel={({ vmAlias, vmUuid, interfaceName }) => `${interfaceName} of ${vmAlias || vmUuid}`}
        sortAtFirst="vm"
        empty={
          <EmptyState title="No VM uses this network yet.">
            A VM appears here once its node is read and one of its NICs is on this segment, with an address in
            this subnet.
          </EmptyState>
        }
      />
    </>
  );
}
