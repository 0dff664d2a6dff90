"use client";

import { StateGlyph } from "../../ui/state-glyph.tsx";
import { linksIn, type MeshIndex, type MeshPdcLink } from "../mesh-data.ts";
import { summaryText } from "../mesh-mode.ts";

export type PdcLinksListProps = {
  pdcLinks: readonly MeshPdcLink[];
  fromPdcId: string;
  index: MeshIndex;
  onSelect: (select: string) => void;
};

export function PdcLinksList({ pdcLinks, fromPdcId, index, onSelect }: PdcLinksListProps) {
  return (
    <ul className="-mx-2">
      {pdcLinks.map((pdcLink) => {
        const { id, pdcIds, worstState, linkIds } = pdcLink;
        const other = index.pdcById.get(pdcIds.find((pdcId) => pdcId !== fromPdcId) ?? "");
        return (
          <li key={id}>
            <button
              type="button"
              onClick={() => onSelect(`pdc-link/${id}`)}
              className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
            >
              <StateGlyph state={worstState ?? "unknown"} title={`worst ${worstState ?? "unknown"}`} />
              <span className="min-w-0 flex-1 truncate">{other?.label}</span>
              <span className="text-sm text-muted tabular-nums">
                {summaryText(linksIn(linkIds, index), "health")}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
