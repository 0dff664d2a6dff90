"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { MonitorOff } from "lucide-react";
import { useMemo, useState } from "react";
import { NODE_TEXT_LENGTH_MAX } from "#server/domain/node-list.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { CheckboxField } from "../ui/checkbox.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { PagedTable } from "../ui/data-table/paged-table.tsx";
import { useTableAddress } from "../ui/data-table/use-table-address.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useSearchParam, writeSearchParams } from "../ui/search-params.ts";
import { useSettled } from "../ui/use-settled.ts";
import { INVENTORY_COLUMNS } from "./inventory-columns.tsx";
import { isUnfilteredInventory } from "./inventory-filter.ts";
import { type InventoryVnic, useInventory } from "./use-inventory.ts";
import { usePages } from "../ui/data-table/use-pages.ts";

const rowId = ({ nodeId, vmUuid, interfaceName }: InventoryVnic) => `${nodeId} ${vmUuid} ${interfaceName}`;
const rowLabel = ({ vmAlias, vmUuid, interfaceName }: InventoryVnic) =>
  `${interfaceName} of ${vmAlias || vmUuid}`;

const SEARCH_PAUSE_MILLISECONDS = 150;
const NO_FILTER = { q: "", node: "", on: "", vdc: "", network: "", match: "", moved: "" };

/** Where every VM and its NICs are, as nodes told last. */
export function InventoryTable() {
  const { filter, list, count, exportRows } = useInventory();
  const address = useTableAddress({ columns: INVENTORY_COLUMNS, sortAtFirst: "vm" });
  const pages = usePages(list);
  const rows = useMemo(() => list.data?.pages.flatMap(({ vnics }) => vnics) ?? [], [list.data]);
  const isEmpty = rows.length === 0 && isUnfilteredInventory(filter);
  return (
    <>
      <PageHeader
        title="VMs and NICs"
        description="Which node has which VM, MAC address and IPv4 address, by the last facts of each. Find by MAC address in any notation, address, subnet, VM name or UUID, “vxlan 123” or “customers/123”."
      />
      {list.error && !list.data ? (
        <ErrorState title="The VM NICs could not be read." onRetry={() => void list.refetch()}>
          {sentenceOf(list.error)}
        </ErrorState>
      ) : (
        <PagedTable
          noun="VM NICs"
          columns={INVENTORY_COLUMNS}
          address={address}
          rows={rows}
          rowId={rowId}
          rowLabel={rowLabel}
          count={count.data ?? null}
          {...pages}
          isEmpty={isEmpty}
          filterKey={JSON.stringify(filter)}
          exportRows={exportRows}
          empty={
            isEmpty ? (
              <EmptyState icon={<MonitorOff />} title="No node has told of a VM yet.">
                VMs and their NICs appear here when their nodes are refreshed.
              </EmptyState>
            ) : (
              <EmptyState
                title="No VM NIC is like that."
                action={<Button onClick={() => writeSearchParams(NO_FILTER)}>Show all VM NICs</Button>}
              >
                What no node has any more is not listed.
              </EmptyState>
            )
          }
          filters={
            <>
              <NodeFilter />
              <CarrierFilter />
              <VdcFilter />
              <NetworkFilter />
              <TickFilter name="match" value="none" label="Matches no network" />
              <TickFilter name="moved" value="yes" label="Moved" />
            </>
          }
        />
      )}
    </>
  );
}

type Option = { value: string; label: string };

function Choice({
  name,
  label,
  any,
  options,
  ...search
}: {
  name: string;
  label: string;
  any: string;
  options: Option[];
  searchPlaceholder?: string;
  onSearch?: (text: string) => void;
}) {
  const [value, setValue] = useSearchParam(name);
  const isKnown = value === "" || options.some((option) => option.value === value);
  return (
    <Combobox
      aria-label={label}
      className="w-40"
      value={value || "any"}
      options={[{ value: "any", label: any }, ...(isKnown ? [] : [{ value, label: value }]), ...options]}
      onValueChange={(next) => setValue(next === "any" ? "" : next)}
      {...search}
    />
  );
}

const NODES_OFFERED_MAX = 50;

/** There may be ten thousand, so they are looked for where they are; also by id, as the address has the chosen one. */
function NodeFilter() {
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const [chosen] = useSearchParam("node");
  const asked = { text: useSettled(text, SEARCH_PAUSE_MILLISECONDS).slice(0, NODE_TEXT_LENGTH_MAX) };
  const { data: found } = useQuery({
    ...trpc.node.list.queryOptions({ ...asked, limit: NODES_OFFERED_MAX }),
    placeholderData: keepPreviousData,
  });
  const { data: known } = useQuery(
    trpc.node.list.queryOptions(chosen === "" ? skipToken : { text: chosen.slice(0, 36), limit: 1 }),
  );
  const [one] = known?.nodes ?? [];
  const others = (found?.nodes ?? []).filter(({ id }) => id !== one?.id);
  const options = [...(one ? [one] : []), ...others].map(({ id, hostname }) => ({
    value: id,
    label: hostname,
  }));
  return (
    <Choice
      name="node"
      label="Node"
      any="Any node"
      options={options}
      searchPlaceholder="Name, PDC or address…"
      onSearch={setText}
    />
  );
}

function CarrierFilter() {
  const { data: names } = useQuery(useTRPC().inventory.listCarriers.queryOptions());
  const options = (names ?? []).map((name) => ({ value: name, label: name }));
  return <Choice name="on" label="Overlay rule or NIC tag" any="Any rule or tag" options={options} />;
}

function VdcFilter() {
  const { data: vdcs } = useQuery(useTRPC().vdc.list.queryOptions());
  const options = (vdcs ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <Choice name="vdc" label="vDC" any="Any vDC" options={options} />;
}

/** Only those of a chosen vDC can be chosen: there may be a million in all. */
function NetworkFilter() {
  const trpc = useTRPC();
  const [vdcId] = useSearchParam("vdc");
  const [networkId] = useSearchParam("network");
  const { data } = useQuery({
    ...trpc.network.list.queryOptions({ vdcId, access: "all", limit: 1000 }),
    enabled: vdcId !== "",
  });
  if (vdcId === "" && networkId === "") return null;
  const options = (data?.networks ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <Choice name="network" label="Network" any="Any network" options={options} />;
}

function TickFilter({ name, value, label }: { name: string; value: string; label: string }) {
  const [chosen, setChosen] = useSearchParam(name);
  return (
    <CheckboxField
      label={label}
      className="whitespace-nowrap"
      checked={chosen === value}
      onCheckedChange={(isOn) => setChosen(isOn === true ? value : "")}
    />
  );
}
