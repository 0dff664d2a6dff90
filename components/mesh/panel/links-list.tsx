"use client";

import { StateGlyph, STATE_WORDS } from "../../ui/state-glyph.tsx";
import { linkLabel, type MeshIndex, type MeshLink } from "../mesh-data.ts";

export type ItemsListProps = {
  links: readonly MeshLink[];
  index: MeshIndex;
  onSelect: (select: string) => void;
};

const RANK = ["down", "degraded", "stale", "unknown", "up"];

/** Worst first; each leads to its own panel. */
export function LinksList({ links, index, onSelect }: ItemsListProps) {
  const ordered = links
    .map((link) => ({ link, label: linkLabel(link, index) }))
    .toSorted(
      (a, b) => RANK.indexOf(a.link.state) - RANK.indexOf(b.link.state) || a.label.localeCompare(b.label),
    );
  return (
    <ul className="-mx-2">
      {ordered.map(({ link, label }) => (
        <li key={link.id}>
          <button
            type="button"
            onClick={() => onSelect(`link/${link.id}`)}
            className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
          >
            <StateGlyph state={link.state} />
            <span className="min-w-0 flex-1 truncate">{label}</span>
            <span className="text-sm text-muted">
              {STATE_WORDS[link.state]}
              {link.isIdle && " (idle)"}
            </span>
            <span className="w-10 text-right text-sm text-subtle tabular-nums">
              {link.effectiveMtuBytes ?? "–"}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
