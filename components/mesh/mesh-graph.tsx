"use client";

import { ImageDown, Maximize, Minus, Plus, RotateCcw } from "lucide-react";
import { useTheme } from "next-themes";
import dynamic from "next/dynamic";
import {
  type KeyboardEvent,
  type RefObject,
  useDeferredValue,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button } from "../ui/button.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { useKeptPlaces } from "./kept-places.ts";
import type { MeshCanvasHandle } from "./mesh-canvas.tsx";
import type { MeshIndex } from "./mesh-data.ts";
import { toMeshPicture } from "./mesh-elements.ts";
import { movedCursor, outlineOf } from "./mesh-outline.ts";
import type { MeshViewState } from "./use-mesh-view.ts";

/** Cytoscape needs a browser. */
const MeshCanvas = dynamic(() => import("./mesh-canvas.tsx").then((module) => module.MeshCanvas), {
  ssr: false,
});
const ZOOM_STEP = 1.3;

export type MeshGraphProps = {
  index: MeshIndex;
  view: MeshViewState;
  /** Takes the focus when a selection was opened by keyboard. */
  onOpen: () => void;
  listRef: RefObject<HTMLDivElement | null>;
};

/** The picture, and a list of the same things for the keyboard and for those who hear it: one tab stop for both. */
export function MeshGraph({ index, view, onOpen, listRef }: MeshGraphProps) {
  const { mode, select, setSelect, selected, hidden } = view;
  const find = useDeferredValue(view.find.trim().toLowerCase());
  const { kept, keep, forgetAll } = useKeptPlaces();
  const { resolvedTheme } = useTheme();
  const canvas = useRef<MeshCanvasHandle>(null);
  const listId = useId();
  const [cursor, setCursor] = useState<string | null>(null);
  const picture = useMemo(
    () => toMeshPicture(index, { mode, selected, hidden, find, kept }),
    [index, mode, selected, hidden, find, kept],
  );
  const items = useMemo(() => outlineOf(index, picture.elements, mode), [index, picture, mode]);
  const active = items.find((item) => item.select === cursor) ?? null;

  const choose = (next: string | null) => {
    setSelect(next ?? "");
    if (next) setCursor(next);
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = movedCursor(items, cursor, event.key);
    if (next !== null) setCursor(next);
    else if (event.key === "Enter" && cursor) {
      setSelect(cursor);
      onOpen();
    } else if (event.key === "Escape" && (select !== "" || cursor)) {
      setSelect("");
      setCursor(null);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="relative min-h-0 flex-1 overflow-hidden bg-canvas">
      <div
        ref={listRef}
        // A canvas has no elements; this list says the same.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="listbox"
        aria-label="The mesh: PDCs, nodes and links. Arrows move, Enter opens, Escape goes back"
        tabIndex={0}
        aria-activedescendant={active ? `${listId}-${active.select}` : undefined}
        onKeyDown={press}
        onFocus={() => setCursor((earlier) => earlier ?? (select || (items[0]?.select ?? null)))}
        className="group absolute inset-0 focus-visible:-outline-offset-2"
      >
        <MeshCanvas
          ref={canvas}
          elements={picture.elements}
          theme={resolvedTheme}
          cursor={cursor}
          onSelect={choose}
          onPdcMoved={keep}
        />
        {items.map((item) => (
          <div
            key={item.select}
            id={`${listId}-${item.select}`}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="option"
            aria-selected={item.select === select}
            tabIndex={-1}
            className="sr-only"
          >
            {item.text}
          </div>
        ))}
        {active && (
          <p
            aria-hidden
            className="pointer-events-none absolute bottom-3 left-3 hidden max-w-[70%] truncate rounded-md border border-line-strong bg-raised px-2.5 py-1 text-sm shadow-sm group-focus-visible:block"
          >
            {active.text}
          </p>
        )}
      </div>
      <div className="absolute right-3 bottom-3 flex flex-col gap-1 rounded-lg border border-line bg-raised p-1 shadow-sm">
        <CanvasButton label="Zoom in" onClick={() => canvas.current?.zoomBy(ZOOM_STEP)}>
          <Plus aria-hidden />
        </CanvasButton>
        <CanvasButton label="Zoom out" onClick={() => canvas.current?.zoomBy(1 / ZOOM_STEP)}>
          <Minus aria-hidden />
        </CanvasButton>
        <CanvasButton label="Fit everything" onClick={() => canvas.current?.fit()}>
          <Maximize aria-hidden />
        </CanvasButton>
        <CanvasButton label="Save as PNG" onClick={() => canvas.current?.savePng("mesh.png")}>
          <ImageDown aria-hidden />
        </CanvasButton>
        {kept.size > 0 && (
          <CanvasButton label="Put moved PDCs back" onClick={forgetAll}>
            <RotateCcw aria-hidden />
          </CanvasButton>
        )}
      </div>
      {picture.undrawnPdcLinkCount > 0 && (
        <p className="absolute top-3 left-3 rounded-md border border-line bg-raised px-2.5 py-1 text-sm text-muted">
          {picture.undrawnPdcLinkCount} more PDC pairs need a look; the matrix shows all.
        </p>
      )}
    </div>
  );
}

function CanvasButton({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Tooltip content={label} side="left">
      <Button variant="ghost" size="icon-sm" aria-label={label} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  );
}
