"use client";

import { StateGlyph } from "../../ui/state-glyph.tsx";
import { type MeshPdcLink, type Overview, pdcLinkLabel } from "../mesh-data.ts";
import { type MeshMode, summaryText } from "../mesh-mode.ts";

export type PdcLinksListProps = {
  pdcLinks: readonly MeshPdcLink[];
  /** The PDC they are listed of; absent: both are named. */
  fromPdcId?: string;
  overview: Overview;
  mode?: MeshMode;
  onSelect: (select: string) => void;
};

export function PdcLinksList({
  pdcLinks,
  fromPdcId,
  overview,
  mode = "health",
  onSelect,
}: PdcLinksListProps) {
  return (
    <ul className="-mx-2">
      {pdcLinks.map((pdcLink) => {
        const { id, pdcIds, pdcLabels, worstState } = pdcLink;
        const other = pdcIds.findIndex((pdcId) => pdcId !== fromPdcId);
        return (
          <li key={id}>
            <button
              type="button"
              onClick={() => onSelect(`pdc-link/${id}`)}
              className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
            >
              <StateGlyph state={worstState ?? "unknown"} title={`worst ${worstState ?? "unknown"}`} />
              <span className="min-w-0 flex-1 truncate">
                {fromPdcId === undefined ? pdcLinkLabel(pdcLink) : pdcLabels[other]}
              </span>
              <span className="text-sm text-muted tabular-nums">{summaryText(pdcLink, mode, overview)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
