"use client";

import { type ReactNode, useMemo } from "react";
import { useSearchParam } from "../ui/search-params.ts";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { DataTable } from "../ui/data-table/data-table.tsx";
import { Select } from "../ui/select.tsx";
import type { NetworkRow } from "./network-columns.tsx";
import { type MtuLimit, mtuVerdict } from "./mtu-verdict.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";

type NetworkListProps = {
  networks: RouterOutputs["network"]["list"];
  limits: readonly MtuLimit[] | undefined;
  columns: readonly DataColumn<NetworkRow>[];
  sortAtFirst: string;
  empty: ReactNode;
};

const ACCESS_OPTIONS = [
  { value: "kept", label: "Public and private" },
  { value: "public", label: "Public" },
  { value: "private", label: "Private" },
  { value: "deleted", label: "Deleted" },
  { value: "all", label: "All, deleted too" },
] as const;
type AccessChoice = (typeof ACCESS_OPTIONS)[number]["value"];

function isShown({ access }: { access: string }, choice: AccessChoice): boolean {
  if (choice === "all") return true;
  return choice === "kept" ? access !== "deleted" : access === choice;
}

/** Networks with the verdict on their MTU; hidden ones only when asked for. */
export function NetworkList({ networks, limits, columns, sortAtFirst, empty }: NetworkListProps) {
  const [typed, setChoice] = useSearchParam("access");
  const choice = ACCESS_OPTIONS.find(({ value }) => value === typed)?.value ?? "kept";
  const rows = useMemo(
    () =>
      networks
        .filter((network) => isShown(network, choice))
        .map((network) => ({ ...network, mtuVerdict: limits ? mtuVerdict(network, limits) : null })),
    [networks, limits, choice],
  );
  return (
    <DataTable
      noun="networks"
      rows={rows}
      columns={columns}
      rowId={({ id }) => id}
      rowLabel={({ name }) => name}
      rowHref={({ id, vdcId }) => `/vdcs/${vdcId}/networks/${id}`}
      sortAtFirst={sortAtFirst}
      filters={
        <Select
          aria-label="Access"
          className="w-44"
          value={choice}
          options={ACCESS_OPTIONS}
          onValueChange={(next) => setChoice(next === "kept" ? "" : next)}
        />
      }
      {...(networks.length === 0 ? { empty } : {})}
    />
  );
}
