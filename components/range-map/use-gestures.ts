"use client";

import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { IdRange } from "#server/domain/id-range.ts";
import type { MapViewState } from "./use-map-view.ts";

const WHEEL_DISTANCE = 40;
const PINCH_RATIO = 1.4;

/** The cell under a point of the screen, by what the cells say of themselves. */
function cellAt(x: number, y: number): IdRange | null {
  const cell = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-first]");
  const { first, last } = cell?.dataset ?? {};
  return first === undefined || last === undefined ? null : { first: Number(first), last: Number(last) };
}

function spanning(a: IdRange, b: IdRange): IdRange {
  return { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}

type Drag = { from: IdRange; range: IdRange };

/** Dragging over cells, pinching, and the wheel with Ctrl or ⌘. */
export function useGestures(view: MapViewState, onDragged: (range: IdRange, isDone: boolean) => void) {
  const [grid, setGrid] = useState<HTMLElement | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const pinchAtFirst = useRef<number | null>(null);
  const latest = useRef(view);

  useEffect(() => {
    latest.current = view;
  });
  useEffect(() => {
    if (!grid) return;
    let distance = 0;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      distance += event.deltaY;
      if (Math.abs(distance) < WHEEL_DISTANCE) return;
      const id = cellAt(event.clientX, event.clientY)?.first;
      if (distance < 0) latest.current.zoomIn(id);
      else latest.current.zoomOut();
      distance = 0;
    };
    grid.addEventListener("wheel", turn, { passive: false });
    return () => grid.removeEventListener("wheel", turn);
  }, [grid]);

  const pinch = () => {
    const [a, b] = [...pointers.current.values()];
    if (!a || !b) return;
    const distance = Math.hypot(a.x - b.x, a.y - b.y);
    const atFirst = (pinchAtFirst.current ??= distance);
    const isWider = distance > atFirst * PINCH_RATIO;
    if (!isWider && distance > atFirst / PINCH_RATIO) return;
    if (isWider) view.zoomIn(cellAt((a.x + b.x) / 2, (a.y + b.y) / 2)?.first);
    else view.zoomOut();
    pinchAtFirst.current = distance;
  };
  const end = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    pinchAtFirst.current = null;
  };

  return {
    grid,
    setGrid,
    dragged:
      drag && drag.range.last - drag.range.first > drag.from.last - drag.from.first ? drag.range : null,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        const from = cellAt(event.clientX, event.clientY);
        const isFirst = pointers.current.size === 1 && event.button === 0;
        setDrag(isFirst && from ? { from, range: from } : null);
      },
      onPointerMove: (event: PointerEvent) => {
        if (pointers.current.has(event.pointerId))
          pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        if (pointers.current.size > 1) {
          pinch();
          return;
        }
        const to = drag && cellAt(event.clientX, event.clientY);
        if (!drag || !to) return;
        const range = spanning(drag.from, to);
        if (range.first === drag.range.first && range.last === drag.range.last) return;
        setDrag({ ...drag, range });
        onDragged(range, false);
      },
      onPointerUp: (event: PointerEvent) => {
        end(event);
        setDrag(null);
        const isMoved = drag && (drag.range.first !== drag.from.first || drag.range.last !== drag.from.last);
        if (isMoved) onDragged(drag.range, true);
      },
      onPointerCancel: (event: PointerEvent) => {
        end(event);
        setDrag(null);
      },
    },
  };
}
