"use client";

import { memo } from "react";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import type { MeshScene } from "../mesh-data.ts";
import type { MeshViewState } from "../use-mesh-view.ts";
import { SubjectHistory } from "../time/subject-history.tsx";
import { LinkPanel } from "./link-panel.tsx";
import { NodePanel } from "./node-panel.tsx";
import { OverviewPanel } from "./overview-panel.tsx";
import { PdcLinkPanel } from "./pdc-link-panel.tsx";
import { PdcPanel } from "./pdc-panel.tsx";

export type MeshPanelProps = {
  scene: MeshScene;
  view: MeshViewState;
  /** The address names something that the mesh does not hold (any more). */
  isGone: boolean;
};

export type SubjectPanelProps = {
  scene: MeshScene;
  onSelect: (select: string) => void;
  onClose: () => void;
};

/** What is known of the selection; of nothing, what needs a look in the whole. */
export const MeshPanel = memo(function MeshPanel({ scene, view, isGone }: MeshPanelProps) {
  const { selected } = scene;
  const props = { scene, onSelect: view.setSelect, onClose: () => view.setSelect("") };
  if (!selected) {
    if (view.selection && !isGone) return <SkeletonRows columns={2} />;
    return (
      <>
        {isGone && (
          <p className="border-b border-line bg-degraded-soft px-4 py-2 text-degraded">
            What was selected is not in the mesh, or no longer.
          </p>
        )}
        <OverviewPanel overview={scene.overview} onSelect={view.setSelect} />
      </>
    );
  }
  const { overlayRuleName } = view;
  return (
    <div key={`${selected.kind}/${selected.id}`}>
      {selected.kind === "pdc" && <PdcPanel selected={selected} view={view} {...props} />}
      {selected.kind === "node" && (
        <NodePanel selected={selected} overlayRuleName={overlayRuleName} {...props} />
      )}
      {selected.kind === "link" && <LinkPanel selected={selected} {...props} />}
      {selected.kind === "pdc-link" && (
        <PdcLinkPanel selected={selected} overlayRuleName={overlayRuleName} {...props} />
      )}
      <SubjectHistory kind={selected.kind} id={selected.id} />
    </div>
  );
});
