import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { Absent } from "../ui/description-list.tsx";
import { AccessBadge, OutsideDelegationBadge } from "./access-badge.tsx";
import { ACCESS_WORDS } from "./access-words.ts";
import { MtuOutcome } from "./mtu-proof.tsx";
import type { MtuVerdict } from "./mtu-verdict.ts";
import { SegmentPath, segmentText } from "./segment.tsx";
import type { NetworkSummary } from "./use-networks.ts";

export type NetworkRow = NetworkSummary & {
  /** null: not asked yet. */
  mtuVerdict: MtuVerdict | null;
};

const VDC: DataColumn<NetworkRow> = { accessorKey: "vdcName", header: "vDC" };

export const NETWORK_COLUMNS: readonly DataColumn<NetworkRow>[] = [
  {
    accessorKey: "name",
    header: "Name",
    size: 200,
    meta: { exportValue: ({ name }) => name },
    cell: ({ row: { original } }) => (
      <span className="inline-flex items-center gap-2">
        {original.name}
        {original.alias !== original.name && (
          <span className="font-normal text-subtle">{original.alias}</span>
        )}
        {original.isOutsideDelegation && <OutsideDelegationBadge />}
      </span>
    ),
  },
  {
    id: "segment",
    header: "Segment",
    size: 260,
    accessorFn: segmentText,
    cell: ({ row }) => <SegmentPath segment={row.original} />,
  },
  {
    accessorKey: "subnet",
    header: "Subnet",
    cell: ({ row }) => <CopyText value={row.original.subnet} label="subnet" />,
  },
  {
    accessorKey: "gateway",
    header: "Gateway",
    enableSorting: false,
    cell: ({ row: { original } }) =>
      original.gateway ? <CopyText value={original.gateway} label="gateway" /> : <Absent word="none" />,
  },
  {
    accessorKey: "mtuBytes",
    header: "MTU",
    cell: ({ row: { original } }) => (
      <span className="inline-flex items-center gap-2 tabular-nums">
        {original.mtuBytes}
        {original.mtuVerdict && <MtuOutcome verdict={original.mtuVerdict} />}
      </span>
    ),
  },
  { accessorKey: "vmCount", header: "VMs", size: 70, enableSorting: false, meta: { align: "right" } },
  {
    id: "access",
    header: "Access",
    size: 110,
    enableSorting: false,
    accessorFn: ({ access }) => ACCESS_WORDS[access].label,
    cell: ({ row }) => <AccessBadge access={row.original.access} />,
  },
  {
    accessorKey: "alias",
    header: "Alias",
    enableSorting: false,
    meta: { isHiddenAtFirst: true },
  },
  {
    accessorKey: "description",
    header: "Description",
    enableSorting: false,
    meta: { isHiddenAtFirst: true },
  },
  {
    id: "mtuVerdict",
    header: "Full packets",
    enableSorting: false,
    accessorFn: ({ mtuVerdict }) => mtuVerdict?.word ?? null,
    meta: { isHiddenAtFirst: true },
  },
  {
    id: "outside",
    header: "Outside delegation",
    enableSorting: false,
    accessorFn: ({ isOutsideDelegation }) => (isOutsideDelegation ? "outside delegation" : null),
    meta: { isHiddenAtFirst: true },
  },
  {
    accessorKey: "ownerName",
    header: "Owner",
    enableSorting: false,
    meta: { isHiddenAtFirst: true },
    cell: ({ row }) => row.original.ownerName ?? <Absent word="its network admins" />,
  },
  {
    accessorKey: "updatedAt",
    header: "Changed",
    cell: ({ row }) => <Age at={row.original.updatedAt} className="text-muted" />,
    meta: { isHiddenAtFirst: true },
  },
];

const [NAME, ...OTHERS] = NETWORK_COLUMNS;

export const CLOUD_NETWORK_COLUMNS: readonly DataColumn<NetworkRow>[] = NAME ? [NAME, VDC, ...OTHERS] : [];
