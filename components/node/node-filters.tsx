"use client";

import { LISTED_NODE_STATES } from "#server/domain/node-list.ts";
import { Combobox } from "../ui/combobox.tsx";
import { Select } from "../ui/select.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { NO_PDC_NAME } from "./node-words.ts";

const ANY = "any";

const capitalized = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

const STATE_OPTIONS = [
  { value: ANY, label: "Any state" },
  ...LISTED_NODE_STATES.map((state) => ({ value: state, label: capitalized(state) })),
];

export function NodeFilters({ pdcNames }: { pdcNames: readonly string[] }) {
  const [state, setState] = useSearchParam("state");
  const [pdc, setPdc] = useSearchParam("pdc");
  const named = pdcNames.map((name) => name || NO_PDC_NAME);
  // What the address names stays to be seen, also while no node is there any more.
  const all = pdc === "" || named.includes(pdc) ? named : [pdc, ...named];
  return (
    <>
      <Select
        aria-label="State"
        className="w-36"
        value={LISTED_NODE_STATES.find((known) => known === state) ?? ANY}
        onValueChange={(next) => setState(next === ANY ? "" : next)}
        options={STATE_OPTIONS}
      />
      <Combobox
        aria-label="PDC"
        searchPlaceholder="Find a PDC…"
        className="w-44"
        value={pdc ? `=${pdc}` : ANY}
        onValueChange={(next) => setPdc(next === ANY ? "" : next.slice(1))}
        options={[
          { value: ANY, label: "Any PDC" },
          ...all.map((name) => ({ value: `=${name}`, label: name })),
        ]}
      />
    </>
  );
}
