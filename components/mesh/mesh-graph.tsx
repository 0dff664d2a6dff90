"use client";

import { formatCount } from "../ui/format-count.ts";
import { useTheme } from "next-themes";
import dynamic from "next/dynamic";
import {
  type KeyboardEvent,
  type RefObject,
  memo,
  useDeferredValue,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { FULL_PDC_COUNT_MAX } from "#server/domain/mesh/overview-limits.ts";
import { CanvasControls } from "./canvas-controls.tsx";
import { useKeptPlaces } from "./kept-places.ts";
import { layOutScene } from "./lay-out-scene.ts";
import type { MeshCanvasHandle } from "./mesh-canvas.tsx";
import { MeshStill } from "./mesh-still.tsx";
import type { MeshScene } from "./mesh-data.ts";
import { type MeshPicture, toMeshPicture } from "./mesh-elements.ts";
import type { MeshMode } from "./mesh-mode.ts";
import { outlineMove, outlineOf } from "./mesh-outline.ts";
import { NARROW_FRAME, WIDE_FRAME } from "./mesh-layout.ts";
import { parseSelection } from "./mesh-selection.ts";
import { OutlineTree, outlineItemId } from "./outline-tree.tsx";
import { useFetchAhead } from "./use-fetch-ahead.ts";
import { ROOMY, useMedia } from "./use-media.ts";
import type { ChangeBySelect } from "./time/mesh-change-marks.ts";
import type { MeshViewState } from "./use-mesh-view.ts";

/** Cytoscape needs a browser; there it is fetched while the page still comes to life. */
const canvasModule = typeof window === "undefined" ? null : import("./mesh-canvas.tsx");
const MeshCanvas = dynamic(
  () => (canvasModule ?? import("./mesh-canvas.tsx")).then((module) => module.MeshCanvas),
  { ssr: false },
);

export type MeshGraphProps = {
  scene: MeshScene;
  view: MeshViewState;
  changes: ChangeBySelect;
  /** Takes the focus when a selection was opened by keyboard. */
  onOpen: () => void;
  listRef: RefObject<HTMLDivElement | null>;
};

/** The picture, and a tree of the same things for the keyboard and for those who hear it: one tab stop for both. */
export const MeshGraph = memo(function MeshGraph({
  scene: latest,
  view,
  changes,
  onOpen,
  listRef,
}: MeshGraphProps) {
  // A press is answered first, by the mark on what was pressed and by the panel; what was read again is drawn with them.
  const deferred = useDeferredValue(latest);
  const scene = deferred.selected === latest.selected ? latest : deferred;
  const { mode, select, setSelect, hidden, setOpen } = view;
  const find = useDeferredValue(view.find.trim().toLowerCase());
  const isRoomy = useMedia(ROOMY);
  const { kept, keep, forgetAll } = useKeptPlaces(scene.isSmall ? "small" : isRoomy ? "large" : "narrow");
  const { resolvedTheme } = useTheme();
  const { fetchNow, fetchSoon } = useFetchAhead(view.overlayRuleName);
  const canvas = useRef<MeshCanvasHandle>(null);
  const treeId = useId();
  const [isPainted, setIsPainted] = useState(false);
  const [cursor, setCursor] = useState<string | null>(null);
  const frame = isRoomy ? WIDE_FRAME : NARROW_FRAME;
  const layout = useMemo(() => layOutScene(scene, kept, frame), [scene, kept, frame]);
  const picture = useMemo(
    () => toMeshPicture(scene, { mode, hidden, find, changes }, layout),
    [scene, mode, hidden, find, changes, layout],
  );
  const items = useMemo(
    () => outlineOf(scene, picture.elements, mode, changes),
    [scene, picture, mode, changes],
  );
  const hasLines = useMemo(
    () => picture.elements.some(({ classes }) => String(classes).startsWith("pdc-link ")),
    [picture],
  );
  const shown = useRef({ scene, picture });
  useEffect(() => void (shown.current = { scene, picture }), [scene, picture]);
  const active = items.find((item) => item.select === cursor) ?? null;

  const revealed = useRef("");
  // What is selected anywhere is brought into view once, as soon as it is drawn.
  useEffect(() => {
    if (!isPainted || revealed.current === select) return;
    const ids = idsOf(picture, select);
    canvas.current?.reveal(ids);
    if (select === "" || ids.length > 0) revealed.current = select;
  }, [select, picture, isPainted]);

  const choose = (next: string | null) => {
    if (next) fetchNow(next);
    // It was pressed, so it is in view.
    revealed.current = next ?? "";
    setSelect(next ?? "");
    if (next) setCursor(next);
  };
  const setOpenBySelect = (opened: string, isOpen: boolean) => {
    const selection = parseSelection(opened);
    if (selection?.kind === "pdc" && !scene.isSmall) setOpen(selection.id, isOpen);
  };
  const toggle = (opened: string) =>
    setOpenBySelect(opened, !scene.openPdcIds.has(parseSelection(opened)?.id ?? ""));
  const goTo = (next: string) => {
    setCursor(next);
    fetchSoon(next);
    canvas.current?.reveal(idsOf(picture, next));
  };
  const openByKey = (opened: string) => {
    setOpenBySelect(opened, true);
    if (!scene.isSmall && parseSelection(opened)?.kind === "pdc")
      canvas.current?.show(idsOf(picture, opened));
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const move = outlineMove(items, cursor, event.key);
    if (move && "cursor" in move) goTo(move.cursor);
    else if (move && "open" in move) openByKey(move.open);
    else if (move) setOpenBySelect(move.close, false);
    else if (event.key === "Enter" && cursor) {
      fetchNow(cursor);
      setSelect(cursor);
      openByKey(cursor);
      onOpen();
    } else if (event.key === "Escape" && (select !== "" || cursor)) {
      setSelect("");
      setCursor(null);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col bg-canvas">
      <PictureNote
        healthyCount={scene.overview.pdcLinks.healthyCount}
        totalCount={scene.overview.pdcLinks.totalCount}
        listedCount={scene.overview.pdcLinks.listed.length}
        isFew={scene.overview.pdcCount <= FULL_PDC_COUNT_MAX}
        mode={mode}
        hasLines={hasLines}
        undrawnPdcLinkCount={picture.undrawnPdcLinkCount}
        undrawnChangeCount={picture.undrawnChangeCount}
      />
      <div className="relative min-h-0 flex-1 overflow-hidden">
        <div
          ref={listRef}
          // A canvas has no elements; this tree says the same.
          role="tree"
          aria-label="The mesh: PDCs, nodes and links. Arrows move, right opens a PDC, Enter shows details, Escape goes back"
          tabIndex={0}
          aria-activedescendant={active ? outlineItemId(treeId, active.select) : undefined}
          onKeyDown={press}
          onFocus={() => setCursor((earlier) => earlier ?? (select || (items[0]?.select ?? null)))}
          className="group absolute inset-0 focus-visible:-outline-offset-2"
        >
          {!isPainted && <MeshStill elements={picture.elements} />}
          <MeshCanvas
            ref={canvas}
            elements={picture.elements}
            theme={resolvedTheme}
            select={select}
            cursor={cursor}
            onSelect={choose}
            onHover={fetchSoon}
            onOpen={toggle}
            onPdcMoved={keep}
            onPainted={() => setIsPainted(true)}
          />
          <OutlineTree treeId={treeId} items={items} select={select} cursor={cursor} />
          {active && (
            <p
              aria-hidden
              className="pointer-events-none absolute bottom-3 left-3 hidden max-w-[70%] truncate rounded-md border border-line-strong bg-raised px-2.5 py-1 text-sm shadow-sm group-focus-visible:block"
            >
              {active.text}
            </p>
          )}
        </div>
        <CanvasControls
          canvas={canvas}
          selected={scene.selected}
          shown={shown}
          onForgetPlaces={kept.size > 0 ? forgetAll : null}
        />
      </div>
    </div>
  );
});

/** The elements that stand for something. */
function idsOf({ elements }: MeshPicture, select: string): string[] {
  return elements.flatMap(({ data }) => (select !== "" && data["select"] === select ? (data.id ?? []) : []));
}

type PictureNoteProps = {
  healthyCount: number;
  totalCount: number;
  /** Of the pairs that may be drawn as lines. */
  listedCount: number;
  /** So few PDCs that all pairs are drawn. */
  isFew: boolean;
  hasLines: boolean;
  mode: MeshMode;
} & Pick<MeshPicture, "undrawnPdcLinkCount" | "undrawnChangeCount">;

/** What the picture leaves out, in words: nothing drawn says nothing by itself. */
const PictureNote = memo(function PictureNote({
  healthyCount,
  totalCount,
  listedCount,
  isFew,
  hasLines,
  mode,
  undrawnPdcLinkCount,
  undrawnChangeCount,
}: PictureNoteProps) {
  if (isFew && undrawnChangeCount === 0) return null;
  const healthy =
    healthyCount === totalCount
      ? `All ${formatCount(totalCount)} pairs of PDCs are healthy.`
      : healthyCount === 0
        ? `Of ${formatCount(totalCount)} pairs of PDCs none is known to be healthy throughout.`
        : `${formatCount(healthyCount)} of ${formatCount(totalCount)} pairs of PDCs are healthy and not drawn.`;
  const isHealth = mode === "health";
  return (
    <p className="border-b border-line bg-surface px-3 py-1 text-sm text-muted">
      {!isFew && isHealth && healthy}
      {!isFew &&
        !isHealth &&
        (hasLines
          ? `Lines are for the ${formatCount(listedCount)} pairs of PDCs whose health is worst; the matrix shows all ${formatCount(totalCount)}.`
          : `No line is drawn: none of the ${formatCount(listedCount)} pairs of PDCs whose health is worst is bad in this; the matrix shows all ${formatCount(totalCount)}.`)}
      {!isFew &&
        isHealth &&
        undrawnPdcLinkCount > 0 &&
        ` ${formatCount(undrawnPdcLinkCount)} more than are drawn need a look; the matrix shows all.`}
      {undrawnChangeCount > 0 &&
        ` ${undrawnChangeCount} changes are of what is not drawn here; the list above has all.`}
    </p>
  );
});
