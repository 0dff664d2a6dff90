"use client";

import { X } from "lucide-react";
import { WARNING_STATES, type WarningState } from "#server/domain/warning-input.ts";
import { WARNING_CATALOGUE, WARNING_CODES } from "#server/domain/warnings/catalogue.ts";
import { Button } from "../ui/button.tsx";
import { useSearchParam, writeSearchParams } from "../ui/search-params.ts";
import { Select } from "../ui/select.tsx";

const ANY = "any";
const STATE_WORDS: Record<WarningState, string> = {
  open: "Open",
  acknowledged: "Acknowledged",
  resolved: "Closed",
  all: "Open and closed",
};

export type WarningFiltersProps = {
  countByCode: Readonly<Record<string, number>>;
  pdcNames: readonly string[];
};

/** Codes and PDCs are offered when some warning has them, or when they are chosen. */
export function WarningFilters({ countByCode, pdcNames }: WarningFiltersProps) {
  const [state, setState] = useSearchParam("state");
  const [code, setCode] = useSearchParam("code");
  const [pdcName, setPdcName] = useSearchParam("pdc");
  const [nodeId] = useSearchParam("node");
  const codes = WARNING_CODES.filter((known) => (countByCode[known] ?? 0) > 0 || known === code);
  const pdcs = [...new Set(pdcName === "" ? pdcNames : [...pdcNames, pdcName])];
  const shownState = WARNING_STATES.find((known) => known === state) ?? "open";
  const isNarrowed = code !== "" || pdcName !== "" || nodeId !== "";
  return (
    <>
      <Select
        aria-label="State"
        className="w-40"
        value={shownState}
        onValueChange={(next) => setState(next === "open" ? "" : next)}
        options={WARNING_STATES.map((value) => ({ value, label: STATE_WORDS[value] }))}
      />
      <Select
        aria-label="Kind of warning"
        className="w-56"
        value={code === "" ? ANY : code}
        onValueChange={(next) => setCode(next === ANY ? "" : next)}
        options={[
          { value: ANY, label: "Every kind" },
          ...codes.map((value) => ({
            value,
            label: `${WARNING_CATALOGUE[value].title} (${countByCode[value] ?? 0})`,
          })),
        ]}
      />
      <Select
        aria-label="PDC"
        className="w-36"
        value={pdcName === "" ? ANY : `=${pdcName}`}
        onValueChange={(next) => setPdcName(next === ANY ? "" : next.slice(1))}
        options={[
          { value: ANY, label: "Every PDC" },
          ...pdcs.map((name) => ({ value: `=${name}`, label: name })),
        ]}
      />
      {isNarrowed && (
        <Button variant="ghost" onClick={() => writeSearchParams({ code: "", pdc: "", node: "", vdc: "" })}>
          <X aria-hidden /> Clear
        </Button>
      )}
    </>
  );
}
