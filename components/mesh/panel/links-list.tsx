"use client";

import { StateGlyph, STATE_WORDS } from "../../ui/state-glyph.tsx";
import { linkLabel, type MeshLink } from "../mesh-data.ts";

export type LinksListProps = {
  /** Worst first, as the server sends them. */
  links: readonly MeshLink[];
  onSelect: (select: string) => void;
};

/** Each leads to its own panel. */
export function LinksList({ links, onSelect }: LinksListProps) {
  return (
    <ul className="-mx-2">
      {links.map((link) => (
        <li key={link.id}>
          <button
            type="button"
            onClick={() => onSelect(`link/${link.id}`)}
            className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
          >
            <StateGlyph state={link.state} />
            <span className="min-w-0 flex-1 truncate">{linkLabel(link)}</span>
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
