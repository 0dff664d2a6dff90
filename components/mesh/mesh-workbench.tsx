"use client";

import dynamic from "next/dynamic";
import { type KeyboardEvent, memo, useCallback, useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn.ts";
import { Sheet, SheetContent } from "../ui/sheet.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { changesBetween } from "./mesh-changes.ts";
import type { MeshScene } from "./mesh-data.ts";
import { MeshGraph } from "./mesh-graph.tsx";
import { MeshLegend } from "./mesh-legend.tsx";
import { MeshToolbar } from "./mesh-toolbar.tsx";
import { MeshPanel } from "./panel/mesh-panel.tsx";
import { useMeshChanges } from "./time/use-comparison.ts";
import { ROOMY, useMedia } from "./use-media.ts";
import { MESH_VIEWS, type MeshViewName, type MeshViewState } from "./use-mesh-view.ts";

// Twins of the picture, fetched when they are wanted.
const MeshMatrix = dynamic(() => import("./mesh-matrix.tsx").then((module) => module.MeshMatrix));
const MeshTable = dynamic(() => import("./mesh-table.tsx").then((module) => module.MeshTable));

export type MeshWorkbenchProps = { scene: MeshScene; view: MeshViewState; isSelectionGone: boolean };

/** One selection, shared by graph, matrix, table and panel. */
export const MeshWorkbench = memo(function MeshWorkbench({
  scene,
  view,
  isSelectionGone,
}: MeshWorkbenchProps) {
  const [viewText, setViewText] = useSearchParam("view");
  const isWide = useMedia("(min-width: 64rem)");
  const isRoomy = useMedia(ROOMY);
  const viewAtFirst: MeshViewName = isRoomy ? "graph" : "table";
  const viewName = MESH_VIEWS.find((name) => name === viewText) ?? viewAtFirst;
  const panel = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const announcement = useChanges(scene);
  const changes = useMeshChanges();

  const showView = useCallback(
    (name: MeshViewName) => setViewText(name === viewAtFirst ? "" : name),
    [setViewText, viewAtFirst],
  );
  const focusPanel = useCallback(() => panel.current?.focus(), []);
  const leavePanel = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    view.setSelect("");
    list.current?.focus();
  };
  const details = <MeshPanel scene={scene} view={view} isGone={isSelectionGone} />;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <output className="sr-only" aria-live="polite">
        {announcement}
      </output>
      <section
        aria-label="Mesh"
        data-mesh-frame
        className={cn(
          "flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-xs lg:h-[max(30rem,calc(100dvh-19rem))]",
          viewName !== "table" && "h-[max(30rem,calc(100dvh-19rem))]",
        )}
      >
        <MeshToolbar
          view={view}
          viewName={viewName}
          overlayRuleNames={scene.overview.overlayRuleNames}
          onViewNameChange={showView}
        />
        {viewName === "graph" && (
          <MeshGraph scene={scene} view={view} changes={changes} listRef={list} onOpen={focusPanel} />
        )}
        {viewName === "matrix" && <MeshMatrix scene={scene} view={view} changes={changes} />}
        {viewName === "table" && (
          <div className="min-h-0 flex-1">
            <MeshTable view={view} changes={changes} />
          </div>
        )}
        <MeshLegend
          overview={scene.overview}
          isSmall={scene.isSmall}
          mode={view.mode}
          hidden={view.hidden}
          onHiddenChange={view.setHidden}
        />
      </section>
      {isWide ? (
        // The key handler only adds a way out to what is inside.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <aside
          ref={panel}
          aria-label="Details"
          tabIndex={-1}
          onKeyDown={leavePanel}
          className="h-[max(30rem,calc(100dvh-19rem))] overflow-y-auto rounded-lg border border-line bg-surface shadow-xs"
        >
          {details}
        </aside>
      ) : view.selection ? (
        <Sheet open onOpenChange={(isOpen) => !isOpen && view.setSelect("")}>
          <SheetContent title="Details" hideHeader className="w-[min(34rem,100vw)]">
            {details}
          </SheetContent>
        </Sheet>
      ) : (
        <aside aria-label="Details" className="rounded-lg border border-line bg-surface shadow-xs">
          {details}
        </aside>
      )}
    </div>
  );
});

/** What became different since the mesh was last read. */
function useChanges(scene: MeshScene): string {
  const before = useRef(scene);
  const [announcement, setAnnouncement] = useState("");
  useEffect(() => {
    const changes = changesBetween(before.current, scene);
    before.current = scene;
    if (changes !== "") setAnnouncement(changes);
  }, [scene]);
  return announcement;
}
