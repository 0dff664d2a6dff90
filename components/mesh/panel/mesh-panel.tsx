"use client";

import type { MeshIndex } from "../mesh-data.ts";
import type { Selected } from "../mesh-selection.ts";
import { LinkPanel } from "./link-panel.tsx";
import { NodePanel } from "./node-panel.tsx";
import { OverviewPanel } from "./overview-panel.tsx";
import { PdcLinkPanel } from "./pdc-link-panel.tsx";
import { PdcPanel } from "./pdc-panel.tsx";

export type MeshPanelProps = {
  index: MeshIndex;
  selected: Selected | null;
  /** The address names something that the mesh does not hold (any more). */
  isGone: boolean;
  onSelect: (select: string) => void;
};

/** What is known of the selection; of nothing, what needs a look in the whole. */
export function MeshPanel({ index, selected, isGone, onSelect }: MeshPanelProps) {
  const props = { index, onSelect, onClose: () => onSelect("") };
  if (!selected) {
    return (
      <>
        {isGone && (
          <p className="border-b border-line bg-degraded-soft px-4 py-2 text-degraded">
            What was selected is not in the mesh, or no longer.
          </p>
        )}
        <OverviewPanel index={index} onSelect={onSelect} />
      </>
    );
  }
  if (selected.kind === "pdc") return <PdcPanel pdc={selected.pdc} {...props} />;
  if (selected.kind === "node") return <NodePanel node={selected.node} {...props} />;
  if (selected.kind === "link") return <LinkPanel link={selected.link} {...props} />;
  return <PdcLinkPanel pdcLink={selected.pdcLink} {...props} />;
}
