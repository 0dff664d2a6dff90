import type { NodeFacts, VmVnic } from "#server/domain/facts.ts";
import { PathFrom } from "../mesh/path/path-from.tsx";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Panel } from "../ui/panel.tsx";
import { Mono } from "./mono.tsx";
import type { FailureByPart } from "./network-facts.tsx";

const addressesOf = ({ addresses, isDhcp }: VmVnic) => [
  ...addresses.map(({ ipv4Address, prefixLength }) => `${ipv4Address}/${prefixLength}`),
  ...(isDhcp ? ["DHCP"] : []),
];

const COLUMNS: readonly DataColumn<VmVnic>[] = [
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
    cell: ({ row }) => <Mono>{row.original.interfaceName}</Mono>,
  },
  { accessorKey: "nicTag", header: "NIC tag", cell: ({ row }) => <Mono>{row.original.nicTag}</Mono> },
  { accessorKey: "vlanId", header: "VLAN", meta: { align: "right" } },
  {
    accessorKey: "macAddress",
    header: "MAC",
    cell: ({ row }) => <CopyText value={row.original.macAddress} label="MAC" />,
  },
  {
    id: "addresses",
    header: "Addresses",
    accessorFn: addressesOf,
    cell: ({ row }) => {
      const addresses = addressesOf(row.original);
      return addresses.length === 0 ? <Absent word="none" /> : <Mono>{addresses.join(", ")}</Mono>;
    },
  },
  {
    accessorKey: "mtuBytes",
    header: "MTU",
    meta: { align: "right" },
    cell: ({ row }) => row.original.mtuBytes ?? <span className="text-subtle">unset (1500)</span>,
  },
  {
    id: "path",
    header: "Path",
    enableSorting: false,
    cell: ({ row: { original } }) => <PathFrom vnic={original} vdcId={null} />,
  },
];

/** vNICs of the node's VMs; there may be thousands. */
export function VmFacts({ facts, failures }: { facts: NodeFacts; failures: FailureByPart }) {
  const part = facts.vmVnics;
  const failure = failures.get("vmVnics");
  if (!part) {
    return (
      <Panel title="vNICs of VMs">
        <p className="text-subtle">Not reported.</p>
        {failure && <p className="mt-1 wrap-anywhere text-degraded">{failure}</p>}
      </Panel>
    );
  }
  return (
    <>
      <p className="mb-2 text-sm text-subtle">
        Read <Age at={part.observedAt} />.
        {failure && <span className="text-degraded"> Not read last time: {failure}</span>}
      </p>
      <DataTable
        noun="vNICs"
        urlPrefix="vm-"
        rows={part.value}
        columns={COLUMNS}
        rowId={({ vmUuid, interfaceName, macAddress }) => `${vmUuid} ${interfaceName} ${macAddress}`}
        rowLabel={({ vmAlias, interfaceName }) => `${interfaceName} of ${vmAlias}`}
        sortAtFirst="vm"
        empty={<EmptyState title="No VM on this node has a vNIC." />}
      />
    </>
  );
}
