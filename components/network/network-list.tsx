"use client";

import { type ReactNode, useCallback, useMemo } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { CheckboxField } from "../ui/checkbox.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { PagedTable, type SelectionHandle } from "../ui/data-table/paged-table.tsx";
import { useTableAddress } from "../ui/data-table/use-table-address.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { Select } from "../ui/select.tsx";
import type { NetworkRow } from "./network-columns.tsx";
import { type MtuLimit, mtuVerdict } from "./mtu-verdict.ts";
import { isUnfiltered } from "./network-filter.ts";
import { SelectionActions } from "./selection/selection-actions.tsx";
import type { Networks, NetworkSummary } from "./use-networks.ts";
import { usePages } from "../ui/data-table/use-pages.ts";

type NetworkListProps = {
  /** null: the whole cloud's. */
  vdcId: string | null;
  /** Networks can be selected, to be changed or deleted together. */
  mayChange: boolean;
  networks: Networks;
  limits: readonly MtuLimit[] | undefined;
  columns: readonly DataColumn<NetworkRow>[];
  sortAtFirst: string;
  empty: ReactNode;
  /** Beside those that every list of networks has. */
  filters?: ReactNode;
};

const ACCESS_OPTIONS = [
  { value: "kept", label: "Public and private" },
  { value: "public", label: "Public" },
  { value: "private", label: "Private" },
  { value: "deleted", label: "Deleted" },
  { value: "all", label: "All, deleted too" },
] as const;

const rowId = ({ id }: NetworkRow) => id;
const rowLabel = ({ name }: NetworkRow) => name;
const rowHref = ({ id, vdcId }: NetworkRow) => `/vdcs/${vdcId}/networks/${id}`;

/** Networks with the verdict on their MTU, page by page; hidden ones only when asked for. */
export function NetworkList({
  vdcId,
  mayChange,
  networks,
  limits,
  columns,
  sortAtFirst,
  empty,
  filters,
}: NetworkListProps) {
  const { filter, list, count, all, exportRows } = networks;
  const address = useTableAddress({ columns, sortAtFirst });
  const pages = usePages(list);
  const withVerdict = useCallback(
    (found: readonly NetworkSummary[]): NetworkRow[] =>
      found.map((network) => ({ ...network, mtuVerdict: limits ? mtuVerdict(network, limits) : null })),
    [limits],
  );
  const rows = useMemo(
    () => withVerdict(list.data?.pages.flatMap((page) => page.networks) ?? []),
    [list.data, withVerdict],
  );
  const renderActions = useCallback(
    (handle: SelectionHandle) => <SelectionActions vdcId={vdcId} filter={filter} handle={handle} />,
    [vdcId, filter],
  );
  if (list.error && !list.data) {
    return (
      <ErrorState title="The networks could not be read." onRetry={() => void list.refetch()}>
        {sentenceOf(list.error)}
      </ErrorState>
    );
  }
  return (
    <PagedTable
      noun="networks"
      columns={columns}
      address={address}
      rows={rows}
      rowId={rowId}
      rowLabel={rowLabel}
      rowHref={rowHref}
      count={count.data ?? null}
      {...pages}
      isEmpty={rows.length === 0 && isUnfiltered(filter) && all.data?.count === 0}
      filterKey={JSON.stringify(filter)}
      exportRows={async function* () {
        for await (const found of exportRows()) yield withVerdict(found);
      }}
      empty={empty}
      bulkActions={mayChange ? renderActions : undefined}
      filters={
        <>
          <AccessFilter />
          <CarrierFilter carriers={networks.carriers.data} />
          {filters}
          <OutsideFilter />
        </>
      }
    />
  );
}

function AccessFilter() {
  const [typed, setChoice] = useSearchParam("access");
  return (
    <Select
      aria-label="Access"
      className="w-44"
      value={ACCESS_OPTIONS.find(({ value }) => value === typed)?.value ?? "kept"}
      options={ACCESS_OPTIONS}
      onValueChange={(next) => setChoice(next === "kept" ? "" : next)}
    />
  );
}

const ANY_CARRIER = { value: "any", label: "Any rule or tag" };

function CarrierFilter({ carriers }: { carriers: Networks["carriers"]["data"] }) {
  const [on, setOn] = useSearchParam("on");
  const options = [
    ANY_CARRIER,
    ...(carriers?.overlayRuleNames ?? []).map((name) => ({ value: `rule:${name}`, label: name })),
    ...(carriers?.nicTagNames ?? []).map((name) => ({ value: `tag:${name}`, label: `NIC tag ${name}` })),
  ];
  const known = options.some(({ value }) => value === on);
  return (
    <Select
      aria-label="Overlay rule or NIC tag"
      className="w-44"
      value={on === "" ? ANY_CARRIER.value : on}
      options={known || on === "" ? options : [...options, { value: on, label: on.replace(/^\w+:/, "") }]}
      onValueChange={(next) => setOn(next === ANY_CARRIER.value ? "" : next)}
    />
  );
}

function OutsideFilter() {
  const [outside, setOutside] = useSearchParam("outside");
  return (
    <CheckboxField
      label="Outside delegation"
      className="whitespace-nowrap"
      checked={outside === "yes"}
      onCheckedChange={(isOn) => setOutside(isOn === true ? "yes" : "")}
    />
  );
}
