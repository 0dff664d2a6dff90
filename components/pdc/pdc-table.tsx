"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { MapPin } from "lucide-react";
import Link from "next/link";
import { STATE_WORDS, StateGlyph, STATES } from "../ui/state-glyph.tsx";
import { NO_PDC_NAME } from "../node/node-words.ts";
import { JumpHostPanel } from "../jump-host/jump-host-panel.tsx";
import { OrderMenu } from "../refresh/order-menu.tsx";
import { useMay } from "../shell/use-may.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { actionsColumn } from "../ui/data-table/actions-column.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { PlaceDialog } from "./place-dialog.tsx";
import { coordinateWords, placeWords } from "./place-words.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { WhatIfLink } from "../what-if/what-if-link.tsx";
import { scheduleWords } from "./schedule-words.ts";

type Pdc = RouterOutputs["pdc"]["list"][number];

const labelOf = ({ name }: Pick<Pdc, "name">) => (name === "" ? NO_PDC_NAME : name);

const COLUMNS: readonly DataColumn<Pdc>[] = [
  { id: "name", header: "PDC", accessorFn: labelOf },
  {
    accessorKey: "nodeCount",
    header: "Nodes",
    meta: { align: "right" },
    cell: ({ row: { original } }) => (
      <Link
        href={`/nodes?pdc=${encodeURIComponent(original.name)}`}
        prefetch={false}
        aria-label={`${original.nodeCount} nodes of ${labelOf(original)}`}
        className="underline-offset-2 hover:underline"
      >
        {original.nodeCount}
      </Link>
    ),
  },
  {
    id: "states",
    header: "States",
    accessorFn: ({ nodeCountByState }) =>
      STATES.filter((state) => nodeCountByState[state] > 0)
        .map((state) => `${nodeCountByState[state]} ${STATE_WORDS[state].toLowerCase()}`)
        .join(", "),
    cell: ({ row }) => <StateCounts counts={row.original.nodeCountByState} />,
  },
  {
    accessorKey: "oldestFactsAt",
    header: "Oldest facts",
    cell: ({ row: { original } }) =>
      original.oldestFactsAt ? <Age at={original.oldestFactsAt} className="text-muted" /> : <Absent />,
  },
  {
    id: "similar",
    header: "Names like it",
    accessorFn: ({ similarNames }) => similarNames.map(({ name }) => name).join(", "),
    cell: ({ row: { original } }) =>
      original.similarNames.length === 0 ? (
        <Absent word="none" />
      ) : (
        <span className="inline-flex flex-wrap gap-1">
          {original.similarNames.map(({ name, similarity }) => (
            <Badge key={name} tone="caution" title={`${labelOf(original)} and ${name} ${similarity}.`}>
              {name}
            </Badge>
          ))}
        </span>
      ),
  },
  {
    id: "place",
    header: "Place",
    accessorFn: ({ place }) => placeWords(place),
    cell: ({ row: { original } }) =>
      original.place ? (
        <span title={coordinateWords(original.place)}>{placeWords(original.place)}</span>
      ) : (
        <Absent word="not given" />
      ),
  },
  {
    id: "schedule",
    header: "Own schedule",
    accessorFn: ({ schedule }) => scheduleWords(schedule),
    cell: ({ row: { original } }) => (
      <span className="inline-flex items-center gap-2">
        {scheduleWords(original.schedule) ?? <Absent word="as everywhere" />}
        {original.isQuietNow && <Badge tone="accent">Quiet now</Badge>}
        {original.pausedNodeCount > 0 && <Badge>{original.pausedNodeCount} paused</Badge>}
      </span>
    ),
  },
];

const WHAT_IF_COLUMN: DataColumn<Pdc> = {
  id: "what-if",
  header: "What if",
  enableSorting: false,
  cell: ({ row: { original } }) =>
    original.name === "" ? null : (
      <WhatIfLink
        kind="rename-pdc"
        subjects={[original.name]}
        label={`What if ${original.name} were renamed?`}
      >
        Renamed?
      </WhatIfLink>
    ),
};

const READ_COLUMNS: readonly DataColumn<Pdc>[] = [...COLUMNS, WHAT_IF_COLUMN];

const MANAGE_COLUMNS: readonly DataColumn<Pdc>[] = [
  ...READ_COLUMNS,
  actionsColumn((row) => (
    <span className="inline-flex gap-2">
      {row.name !== "" && <PlaceDialog pdcName={row.name} place={row.place} />}
      <ScheduleDialog pdcName={row.name} label={labelOf(row)} schedule={row.schedule} />
    </span>
  )),
];

function StateCounts({ counts }: { counts: Pdc["nodeCountByState"] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {STATES.filter((state) => counts[state] > 0).map((state) => (
        <span key={state} className="inline-flex items-center gap-1 tabular-nums">
          <StateGlyph state={state} />
          {counts[state]}
          <span className="sr-only">{STATE_WORDS[state].toLowerCase()}</span>
        </span>
      ))}
    </span>
  );
}

/** Places by the names their nodes report, with what could be meant as one and how each is refreshed. */
export function PdcTable() {
  const may = useMay();
  const { data: pdcs } = useSuspenseQuery(useTRPC().pdc.list.queryOptions());
  return (
    <>
      <PageHeader
        title="PDCs"
        description="Physical data centers, by the name each node reports. Nodes of one name talk in clear text over the admin network, those of different names through IPsec."
        actions={
          may("node:refresh") && pdcs.length > 0 && <OrderMenu pdcNames={pdcs.map(({ name }) => name)} />
        }
      />
      <DataTable
        noun="PDCs"
        rows={pdcs}
        columns={may("node:manage") ? MANAGE_COLUMNS : READ_COLUMNS}
        rowId={({ name }) => name}
        rowLabel={labelOf}
        sortAtFirst="name"
        empty={
          <EmptyState icon={<MapPin />} title="No node has told its PDC yet.">
            Once compute nodes are enrolled and read, the places they name appear here.
          </EmptyState>
        }
      />
      <JumpHostPanel pdcNames={pdcs.map(({ name }) => name).filter((name) => name !== "")} />
    </>
  );
}
