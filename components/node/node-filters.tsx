"use client";

import { useMemo } from "react";
import { Select } from "../ui/select.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { NODE_STATE_FILTERS, type NodeFilter } from "./node-filter.ts";
import { NO_PDC_NAME } from "./node-words.ts";

const ANY = "any";

/** As the address has it. */
export function useNodeFilter(): NodeFilter {
  const [state] = useSearchParam("state");
  const [pdc] = useSearchParam("pdc");
  return useMemo(() => ({ state, pdc }), [state, pdc]);
}

const capitalized = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

const STATE_OPTIONS = [
  { value: ANY, label: "Any state" },
  ...NODE_STATE_FILTERS.map((state) => ({ value: state, label: capitalized(state) })),
];

export function NodeFilters({ pdcNames }: { pdcNames: readonly string[] }) {
  const [state, setState] = useSearchParam("state");
  const [pdc, setPdc] = useSearchParam("pdc");
  const pdcOptions = useMemo(
    () => [
      { value: ANY, label: "Any PDC" },
      ...pdcNames.map((name) => ({ value: `=${name || NO_PDC_NAME}`, label: name || NO_PDC_NAME })),
    ],
    [pdcNames],
  );
  return (
    <>
      <Select
        aria-label="State"
        className="w-36"
        value={state || ANY}
        onValueChange={(next) => setState(next === ANY ? "" : next)}
        options={STATE_OPTIONS}
      />
      <Select
        aria-label="PDC"
        className="w-44"
        value={pdc ? `=${pdc}` : ANY}
        onValueChange={(next) => setPdc(next === ANY ? "" : next.slice(1))}
        options={pdcOptions}
      />
    </>
  );
}
