"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import { useMemo } from "react";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { urgencyOf } from "#server/domain/forecast.ts";
import { forecastSentence, forecastWords, outlookSubject } from "../delegation/forecast-words.ts";
import { FilesMenu } from "../import/files-menu.tsx";
import { useMay } from "../shell/use-may.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { actionsColumn } from "../ui/data-table/actions-column.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Absent } from "../ui/description-list.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { delegatedWords } from "./delegation-words.ts";
import { NewVdc } from "./new-vdc.tsx";
import { VdcActions } from "./vdc-actions.tsx";

type Outlook = RouterOutputs["delegation"]["listForecasts"][number];
type Vdc = RouterOutputs["vdc"]["list"][number] & {
  delegation: DelegationDraft | null;
  /** What runs out first; null where nothing can, or it is not known yet. */
  soonest: Outlook | null;
};

const ROLE_WORDS = {
  operator: "Operator",
  auditor: "Auditor",
  "network-admin": "Network admin",
  viewer: "Viewer",
} as const;

const NAME: DataColumn<Vdc> = { accessorKey: "name", header: "Name" };
const NETWORK_COUNT: DataColumn<Vdc> = {
  accessorKey: "networkCount",
  header: "Networks",
  meta: { align: "right" },
};
const CREATED: DataColumn<Vdc> = {
  accessorKey: "createdAt",
  header: "Created",
  cell: ({ row }) => <Age at={row.original.createdAt} className="text-muted" />,
};
const CLOUD_COLUMNS: readonly DataColumn<Vdc>[] = [
  NAME,
  NETWORK_COUNT,
  {
    id: "limit",
    header: "Limit",
    accessorFn: ({ delegation }) => delegation?.networkCountMax ?? null,
    meta: { align: "right" },
    cell: ({ row }) => row.original.delegation?.networkCountMax ?? <Absent word="no limit" />,
  },
  {
    id: "delegation",
    header: "Delegated to it",
    accessorFn: ({ delegation }) => delegation && delegatedWords(delegation),
    cell: ({ row: { original } }) =>
      original.delegation && (
        <span title={delegatedWords(original.delegation)}>{delegatedWords(original.delegation)}</span>
      ),
  },
  {
    id: "soonest",
    header: "Runs out",
    accessorFn: ({ soonest }) => soonest && urgencyOf(soonest.forecast),
    meta: { exportValue: ({ soonest }) => soonest && soonestWords(soonest) },
    cell: ({ row: { original } }) =>
      original.soonest ? (
        <span title={forecastSentence(original.soonest.forecast)}>{soonestWords(original.soonest)}</span>
      ) : (
        <Absent word="nothing to run out of" />
      ),
  },
  CREATED,
];
const MANAGE_COLUMNS: readonly DataColumn<Vdc>[] = [
  ...CLOUD_COLUMNS,
  actionsColumn((row) => <VdcActions vdcId={row.id} name={row.name} />),
];
const OWN_COLUMNS: readonly DataColumn<Vdc>[] = [
  NAME,
  { id: "role", header: "Your role", accessorFn: ({ role }) => role && ROLE_WORDS[role] },
  NETWORK_COUNT,
  CREATED,
];

function soonestWords({ overlayRuleName, forecast }: Outlook): string {
  return `${outlookSubject(overlayRuleName)}: ${forecastWords(forecast)}`;
}

export function VdcTable() {
  const trpc = useTRPC();
  const may = useMay();
  const isCloud = may("delegation:read");
  const mayManage = may("vdc:manage");
  const { data: vdcs } = useSuspenseQuery(trpc.vdc.list.queryOptions());
  const { data: delegations } = useQuery(trpc.delegation.list.queryOptions(undefined, { enabled: isCloud }));
  const { data: outlooks } = useQuery(
    trpc.delegation.listForecasts.queryOptions(undefined, { enabled: isCloud }),
  );
  const rows = useMemo(() => {
    const delegationByVdcId = new Map(delegations?.map(({ vdcId, delegation }) => [vdcId, delegation]));
    const soonestByVdcId = new Map(outlooks?.map((outlook) => [outlook.vdcId, outlook]));
    return vdcs.map((vdc) => ({
      ...vdc,
      delegation: delegationByVdcId.get(vdc.id) ?? null,
      soonest: soonestByVdcId.get(vdc.id) ?? null,
    }));
  }, [vdcs, delegations, outlooks]);
  return (
    <>
      <PageHeader
        title="vDCs"
        description="Virtual data centers: each has its own people, its own networks and what was delegated to it."
        actions={
          <>
            {isCloud && (
              <FilesMenu nouns={["delegations"]} vdcId={null} mayImport={may("delegation:manage")} />
            )}
            {mayManage && <NewVdc />}
          </>
        }
      />
      <DataTable
        noun="vDCs"
        rows={rows}
        columns={mayManage ? MANAGE_COLUMNS : isCloud ? CLOUD_COLUMNS : OWN_COLUMNS}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        rowHref={({ id }) => `/vdcs/${id}/networks`}
        sortAtFirst="name"
        empty={
          <EmptyState
            icon={<Boxes />}
            title={mayManage ? "There are no vDCs yet." : "You are in no vDC yet."}
          >
            {mayManage
              ? "Create one, delegate VXLAN and VLAN ranges to it, and name its network admin."
              : "An operator, or a network admin of a vDC, can add you."}
          </EmptyState>
        }
      />
    </>
  );
}
