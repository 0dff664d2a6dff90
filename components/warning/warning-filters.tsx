"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import {
  ASSIGNEES,
  WARNING_STATES,
  type WarningFilter,
  type WarningState,
} from "#server/domain/warning-input.ts";
import { WARNING_CATALOGUE, WARNING_CODES } from "#server/domain/warnings/catalogue.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { useSearchParam, writeSearchParams } from "../ui/search-params.ts";
import { Select } from "../ui/select.tsx";
import { isUnfiltered, warningParamsOf } from "./warning-view.ts";

const ANY = "any";
const STATE_WORDS: Record<WarningState, string> = {
  open: "Open",
  acknowledged: "Acknowledged",
  snoozed: "Snoozed",
  resolved: "Closed",
  all: "Open and closed",
};
const ASSIGNEE_WORDS: Record<(typeof ASSIGNEES)[number], string> = { me: "Mine", nobody: "Nobody's" };

export type WarningFiltersProps = {
  filter: WarningFilter;
  countByCode: Readonly<Record<string, number>>;
  pdcNames: readonly string[];
};

/** Codes and PDCs are offered when some warning has them, or when they are chosen. */
export function WarningFilters({ filter, countByCode, pdcNames }: WarningFiltersProps) {
  return (
    <>
      <StateFilter />
      <CodeFilter countByCode={countByCode} />
      <PdcFilter pdcNames={pdcNames} />
      <AssigneeFilter />
      <VdcFilter />
      {!isUnfiltered({ ...filter, text: undefined, severity: undefined }) && (
        <Button
          variant="ghost"
          onClick={() => writeSearchParams(warningParamsOf({ state: "open", effects: "folded" }))}
        >
          <X aria-hidden /> Clear
        </Button>
      )}
    </>
  );
}

function StateFilter() {
  const [state, setState] = useSearchParam("state");
  return (
    <Select
      aria-label="State"
      className="w-36"
      value={WARNING_STATES.find((known) => known === state) ?? "open"}
      onValueChange={setState}
      options={WARNING_STATES.map((value) => ({ value, label: STATE_WORDS[value] }))}
    />
  );
}

function CodeFilter({ countByCode }: Pick<WarningFiltersProps, "countByCode">) {
  const [code, setCode] = useSearchParam("code");
  const codes = WARNING_CODES.filter((known) => (countByCode[known] ?? 0) > 0 || known === code);
  return (
    <Combobox
      aria-label="Kind of warning"
      className="w-52"
      value={code === "" ? ANY : code}
      onValueChange={(next) => setCode(next === ANY ? "" : next)}
      options={[
        { value: ANY, label: "Every kind" },
        ...codes.map((value) => ({
          value,
          label: `${WARNING_CATALOGUE[value].title} (${countByCode[value] ?? 0})`,
          keywords: [value],
        })),
      ]}
    />
  );
}

function PdcFilter({ pdcNames }: Pick<WarningFiltersProps, "pdcNames">) {
  const [pdcName, setPdcName] = useSearchParam("pdc");
  const names = [...new Set(pdcName === "" ? pdcNames : [...pdcNames, pdcName])];
  return (
    <Combobox
      aria-label="PDC"
      className="w-36"
      value={pdcName === "" ? ANY : `=${pdcName}`}
      onValueChange={(next) => setPdcName(next === ANY ? "" : next.slice(1))}
      options={[
        { value: ANY, label: "Every PDC" },
        ...names.toSorted().map((name) => ({ value: `=${name}`, label: name })),
      ]}
    />
  );
}

function AssigneeFilter() {
  const [assignee, setAssignee] = useSearchParam("assignee");
  const { data: people } = useQuery(useTRPC().warning.listAssignees.queryOptions());
  return (
    <Combobox
      aria-label="Assigned to"
      className="w-36"
      value={assignee === "" ? ANY : assignee}
      onValueChange={(next) => setAssignee(next === ANY ? "" : next)}
      options={[
        { value: ANY, label: "Everybody's" },
        ...ASSIGNEES.map((value) => ({ value, label: ASSIGNEE_WORDS[value] })),
        ...(people ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function VdcFilter() {
  const [vdcId, setVdcId] = useSearchParam("vdc");
  const { data: vdcs } = useQuery(useTRPC().vdc.list.queryOptions());
  return (
    <Combobox
      aria-label="vDC"
      className="w-36"
      value={vdcId === "" ? ANY : vdcId}
      onValueChange={(next) => setVdcId(next === ANY ? "" : next)}
      options={[
        { value: ANY, label: "Every vDC" },
        ...(vdcs ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
