"use client";

import { PencilLine, Rows3, Trash2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { type AddressEntry, type AddressState, stateOfAddress } from "#server/domain/address/entry.ts";
import { type AddressSpace, roleOfAddress } from "#server/domain/address/space.ts";
import { parseIpv4 } from "#server/domain/ipv4.ts";
import { Button } from "../ui/button.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { AddressActions } from "./address-details.tsx";
import { AddressGlyph } from "./address-glyph.tsx";
import { STATE_WORDS } from "./state-words.ts";

type Row = AddressEntry & { number: number; state: AddressState };

const USAGE_WORDS = { server: "server", other: "other" } as const;

function usersOf({ vms, nodes }: AddressEntry): string {
  const names = [
    ...vms.map(({ vmAlias, vmUuid }) => vmAlias || vmUuid),
    ...nodes.map(({ nodeHostname }) => (nodeHostname ? `compute node ${nodeHostname}` : "a compute node")),
  ];
  return [...new Set(names)].join(", ");
}

const macsOf = ({ vms, nodes }: AddressEntry) =>
  [...vms, ...nodes].flatMap(({ macAddress }) => (macAddress === null ? [] : [macAddress]));

const COLUMNS: readonly DataColumn<Row>[] = [
  {
    id: "address",
    header: "Address",
    accessorFn: ({ number }) => number,
    meta: { exportValue: ({ address }) => address },
    cell: ({ row: { original } }) => (
      <CopyText value={original.address} label="address" className="min-w-30" />
    ),
  },
  {
    id: "state",
    header: "State",
    accessorFn: ({ state }) => STATE_WORDS[state].legend,
    cell: ({ row: { original } }) => (
      <span className="inline-flex items-center gap-1.5">
        <AddressGlyph state={original.state} /> {STATE_WORDS[original.state].legend}
      </span>
    ),
  },
  {
    id: "usage",
    header: "Usage",
    accessorFn: ({ usage, nodes }) => (usage ? USAGE_WORDS[usage] : nodes.length > 0 ? "node" : null),
    cell: ({ getValue }) => getValue() ?? <Absent word="not listed" />,
  },
  {
    accessorKey: "note",
    header: "Note",
    cell: ({ row }) => row.original.note || <Absent word="none" />,
  },
  {
    id: "user",
    header: "Used by",
    accessorFn: (row) => usersOf(row) || null,
    cell: ({ row: { original } }) => (
      <span title={original.vms.map(({ vmUuid }) => vmUuid).join(", ") || undefined}>
        {usersOf(original) || <Absent word="nobody" />}
      </span>
    ),
  },
  {
    id: "vmUuid",
    header: "VM id",
    accessorFn: ({ vms }) => vms.map(({ vmUuid }) => vmUuid).join(", ") || null,
    meta: { isHiddenAtFirst: true },
  },
  {
    id: "interface",
    header: "NIC",
    accessorFn: ({ vms, nodes }) =>
      [...vms, ...nodes].flatMap(({ interfaceName }) => interfaceName ?? []).join(", ") || null,
    cell: ({ getValue }) => getValue() ?? <Absent word="none" />,
  },
  {
    id: "mac",
    header: "MAC",
    accessorFn: (row) => macsOf(row).join(", ") || null,
    cell: ({ row: { original } }) => {
      const [first, ...others] = macsOf(original);
      if (!first) return <Absent word="none" />;
      return (
        <>
          <CopyText value={first} label="MAC" />
          {others.length > 0 && <span className="text-subtle"> and {others.length} more</span>}
        </>
      );
    },
  },
];

const NODE: DataColumn<Row> = {
  id: "node",
  header: "Node",
  accessorFn: ({ vms, nodes }) =>
    [...new Set([...vms, ...nodes].flatMap(({ nodeHostname }) => nodeHostname ?? []))].join(", ") || null,
  cell: ({ getValue }) => getValue() ?? <Absent word="none" />,
};
const COLUMNS_WITH_NODE = [...COLUMNS, NODE];

type AddressTableProps = {
  space: AddressSpace;
  entries: readonly AddressEntry[];
  isLoading: boolean;
  /** Operators are told where VMs run. */
  tellsNodes: boolean;
  fileName: string;
  actions: AddressActions | null;
  empty: ReactNode;
};

/** Listed and used addresses; the free ones are what is left. */
export function AddressTable({
  space,
  entries,
  isLoading,
  tellsNodes,
  fileName,
  actions,
  empty,
}: AddressTableProps) {
  const rows = useMemo(
    () =>
      entries.map((entry): Row => {
        const number = parseIpv4(entry.address) ?? 0;
        return { ...entry, number, state: stateOfAddress(entry, roleOfAddress(space, number)) };
      }),
    [entries, space],
  );
  return (
    <DataTable
      noun="addresses"
      rows={rows}
      isLoading={isLoading}
      columns={tellsNodes ? COLUMNS_WITH_NODE : COLUMNS}
      rowId={({ address }) => address}
      urlPrefix="address-"
      sortAtFirst="address"
      fileName={fileName}
      {...(actions && { bulkActions: bulkActionsFor(space, actions) })}
      empty={
        <EmptyState icon={<Rows3 />} title="No address is listed or used here.">
          {empty}
        </EmptyState>
      }
    />
  );
}

function bulkActionsFor(space: AddressSpace, actions: AddressActions) {
  return (chosen: Row[]) => <BulkActions chosen={chosen} space={space} actions={actions} />;
}

function BulkActions({
  chosen,
  space,
  actions,
}: {
  chosen: readonly Row[];
  space: AddressSpace;
  actions: AddressActions;
}) {
  const listed = chosen.filter(({ usage }) => usage !== null);
  const unlisted = chosen.filter(
    ({ usage, nodes, number }) =>
      usage === null && nodes.length === 0 && roleOfAddress(space, number) === null,
  );
  const entries = listed.map(({ number: _n, state: _s, ...entry }) => entry);
  return (
    <>
      {unlisted.length > 0 && (
        <Button size="sm" onClick={() => actions.list(unlisted.map(({ address }) => address).join(", "))}>
          Add {unlisted.length} to the list
        </Button>
      )}
      <Button size="sm" disabled={listed.length === 0} onClick={() => actions.edit(entries)}>
        <PencilLine aria-hidden /> Change usage or note
      </Button>
      <Button size="sm" disabled={listed.length === 0} onClick={() => actions.remove(entries)}>
        <Trash2 aria-hidden /> Delete from the list
      </Button>
    </>
  );
}
