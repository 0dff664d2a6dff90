"use client";

import { ChevronRight } from "lucide-react";
import { useMemo } from "react";
import type { AddressEntry, AddressState } from "#server/domain/address/entry.ts";
import type { AddressSpace } from "#server/domain/address/space.ts";
import { pathTo, zoomOf } from "#server/domain/address/zoom.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import { formatCidr, type Ipv4Cidr } from "#server/domain/ipv4.ts";
import { Button } from "../ui/button.tsx";
import { AddressGlyph } from "./address-glyph.tsx";
import { AddressGrid } from "./address-grid.tsx";
import { addressCells, type BlockCount, blockCells, type Cell, runsOf } from "./cells.ts";
import { STATE_WORDS } from "./state-words.ts";

export type AddressMapProps = {
  space: AddressSpace;
  shown: Ipv4Cidr;
  entries: readonly AddressEntry[];
  blocks: readonly BlockCount[];
  selection: IdRange | null;
  onSelect: (selection: IdRange) => void;
  onZoom: (block: Ipv4Cidr) => void;
  /** Enter on an address. */
  onOpen: () => void;
};

/** A picture of a subnet: up to 256 addresses, or up to 256 blocks that can be opened; and the same as a list. */
export function AddressMap({
  space,
  shown,
  entries,
  blocks,
  selection,
  onSelect,
  onZoom,
  onOpen,
}: AddressMapProps) {
  const isOfAddresses = zoomOf(shown).partPrefixLength === 32;
  const cells = useMemo(
    () => (isOfAddresses ? addressCells(space, shown, entries) : blockCells(shown, blocks)),
    [isOfAddresses, space, shown, entries, blocks],
  );
  const open = (cell: Cell) => {
    if (cell.kind === "block") onZoom(blockOf(cell));
    else {
      onSelect(cell);
      onOpen();
    }
  };
  const name = formatCidr(shown);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ZoomPath space={space} shown={shown} onZoom={onZoom} />
      <AddressGrid
        key={name}
        cells={cells}
        label={isOfAddresses ? `Addresses of ${name}` : `Blocks of ${name}`}
        selection={selection}
        onSelect={onSelect}
        onOpen={open}
      />
      {isOfAddresses ? <AddressLegend /> : <BlockLegend />}
      <RunList cells={cells} name={name} onOpen={open} onSelect={onSelect} />
    </div>
  );
}

function blockOf(cell: Extract<Cell, { kind: "block" }>): Ipv4Cidr {
  return { address: cell.first, prefixLength: Number(cell.cidr.split("/")[1]) };
}

function ZoomPath({ space, shown, onZoom }: Pick<AddressMapProps, "space" | "shown" | "onZoom">) {
  const path = pathTo(space.subnet, shown.address).filter(
    ({ prefixLength }) => prefixLength <= shown.prefixLength,
  );
  if (path.length < 2) return null;
  return (
    <nav aria-label="Part of the subnet" className="flex flex-wrap items-center gap-1 font-mono text-sm">
      {path.map((block, index) => {
        const text = formatCidr(block);
        const isLast = index === path.length - 1;
        return (
          <span key={text} className="inline-flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3 text-subtle" />}
            {isLast ? (
              <span aria-current="location">{text}</span>
            ) : (
              <Button variant="link" size="sm" onClick={() => onZoom(block)}>
                {text}
              </Button>
            )}
          </span>
        );
      })}
    </nav>
  );
}

const LEGEND: readonly AddressState[] = [
  "free",
  "server",
  "other",
  "vm",
  "unlisted",
  "node",
  "gateway",
  "network",
];

function AddressLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {LEGEND.map((state) => (
        <li key={state} className="inline-flex items-center gap-1.5">
          <AddressGlyph state={state} />
          {state === "network" ? "Network, broadcast" : STATE_WORDS[state].legend}
        </li>
      ))}
    </ul>
  );
}

function BlockLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      <li className="inline-flex items-center gap-1.5">
        <span aria-hidden className="size-3 rounded-xs bg-accent/20" /> Share that is listed
      </li>
      <li className="inline-flex items-center gap-1.5">
        <span aria-hidden className="h-3 w-1 rounded-xs bg-accent" /> Share that is used
      </li>
      <li>Open a block to see its addresses.</li>
    </ul>
  );
}

/** What the picture shows, as a list of ranges for everybody who does not see it. */
function RunList({
  cells,
  name,
  onOpen,
  onSelect,
}: {
  cells: readonly Cell[];
  name: string;
  onOpen: (cell: Cell) => void;
  onSelect: (selection: IdRange) => void;
}) {
  const runs = useMemo(() => runsOf(cells), [cells]);
  return (
    <details className="text-sm">
      <summary className="w-fit text-muted hover:text-ink">
        The same as a list of ranges ({runs.length})
      </summary>
      <ul
        aria-label={`Ranges of ${name}`}
        className="mt-2 max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line"
      >
        {runs.map((run) => {
          const cell = cells.find(({ first }) => first === run.first);
          const isBlock = cell?.kind === "block" && run.count === cell.last - cell.first + 1;
          return (
            <li key={run.first}>
              <button
                type="button"
                onClick={() => (isBlock && cell ? onOpen(cell) : onSelect(run))}
                className="flex w-full flex-wrap items-baseline gap-x-3 px-2.5 py-1 text-left hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span className="font-mono">{run.range}</span>
                <span className="text-muted">{run.words}</span>
                <span className="ml-auto text-subtle tabular-nums">{run.count.toLocaleString("en")}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
