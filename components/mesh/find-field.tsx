"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search, X } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Input } from "../ui/input.tsx";
import { StateGlyph } from "../ui/state-glyph.tsx";
import { formatSelection, type Selection } from "./mesh-selection.ts";
import { useMeshInstant } from "./time/use-mesh-instant.ts";
import type { MeshViewState } from "./use-mesh-view.ts";

const FOUND_MAX = 8;

/** Marks what matches in the picture, and lists it wherever it is: also nodes of PDCs that are not open. */
export function FindField({ view }: { view: MeshViewState }) {
  const { find, setFind, setSelect } = view;
  const [isOpen, setIsOpen] = useState(false);
  const { queryInput } = useMeshInstant();
  const text = useDeferredValue(find.trim());
  const { data } = useQuery({
    ...useTRPC().mesh.find.queryOptions({ text, limit: FOUND_MAX, ...queryInput }),
    enabled: isOpen && text !== "",
    placeholderData: keepPreviousData,
  });
  const go = (selection: Selection) => {
    setSelect(formatSelection(selection));
    setIsOpen(false);
  };
  const count = data ? data.pdcs.length + data.nodes.length + data.links.length : 0;
  return (
    // The handlers only close the list when one leaves it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <search
      aria-label="Find in the mesh"
      className="relative block min-w-30 flex-1 max-sm:w-full"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setIsOpen(false)}
      onKeyDown={(event) => event.key === "Escape" && setIsOpen(false)}
    >
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-subtle" />
      <Input
        type="search"
        data-page-filter
        aria-label="Find a PDC, a node or an address"
        placeholder="Find…"
        value={find}
        maxLength={120}
        onFocus={() => setIsOpen(true)}
        onChange={(event) => {
          setFind(event.target.value);
          setIsOpen(true);
        }}
        className="px-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {find !== "" && (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Clear the search"
          onClick={() => setFind("")}
          className="absolute top-0.5 right-0.5"
        >
          <X aria-hidden />
        </Button>
      )}
      <output className="sr-only">{isOpen && text !== "" && data && `${count} found`}</output>
      {isOpen && text !== "" && data && (
        <ul
          aria-label="Found in the mesh"
          className="absolute top-full right-0 z-30 mt-1 max-h-80 w-72 overflow-y-auto rounded-md border border-line-strong bg-raised p-1 shadow-md"
        >
          {count === 0 && <li className="px-2 py-1.5 text-muted">Nothing is named like that.</li>}
          {data.pdcs.map(({ id, label }) => (
            <Found key={id} kind="PDC" label={label} onGo={() => go({ kind: "pdc", id })} />
          ))}
          {data.nodes.map(({ id, hostname, pdcLabel, state, matched }) => (
            <Found
              key={id}
              kind={matched === hostname ? pdcLabel : `${pdcLabel}, ${matched}`}
              label={hostname}
              glyph={<StateGlyph state={state} />}
              onGo={() => go({ kind: "node", id })}
            />
          ))}
          {data.links.map(({ id, label, state }) => (
            <Found
              key={id}
              kind="link"
              label={label}
              glyph={<StateGlyph state={state} />}
              onGo={() => go({ kind: "link", id })}
            />
          ))}
          {data.moreCount > 0 && (
            <li className="px-2 py-1 text-sm text-subtle">
              And {data.moreCount} more: type more of the name.
            </li>
          )}
        </ul>
      )}
    </search>
  );
}

function Found({
  kind,
  label,
  glyph,
  onGo,
}: {
  kind: string;
  label: string;
  glyph?: React.ReactNode;
  onGo: () => void;
}) {
  return (
    <li>
      <button
        type="button"
        onClick={onGo}
        className="flex w-full items-center gap-2 rounded-sm px-2 py-1 text-left hover:bg-hover focus-visible:bg-hover"
      >
        {glyph}
        <span className="min-w-0 flex-1 truncate font-medium">{label}</span>
        <span className="max-w-32 truncate text-sm text-subtle">{kind}</span>
      </button>
    </li>
  );
}
