"use client";

import type { MeshIndex } from "../mesh-data.ts";
import type { Selected } from "../mesh-selection.ts";
import { SubjectHistory, type SubjectHistoryProps } from "../time/subject-history.tsx";
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
  return (
    <>
      {selected.kind === "pdc" && <PdcPanel pdc={selected.pdc} {...props} />}
      {selected.kind === "node" && <NodePanel node={selected.node} {...props} />}
      {selected.kind === "link" && <LinkPanel link={selected.link} {...props} />}
      {selected.kind === "pdc-link" && <PdcLinkPanel pdcLink={selected.pdcLink} {...props} />}
      <SubjectHistory {...subjectOf(selected)} />
    </>
  );
}

function subjectOf(selected: Selected): SubjectHistoryProps {
  if (selected.kind === "pdc") return { kind: "pdc", id: selected.pdc.id };
  if (selected.kind === "node") return { kind: "node", id: selected.node.id };
  if (selected.kind === "link") return { kind: "link", id: selected.link.id };
  return { kind: "pdc-link", id: selected.pdcLink.id };
}
