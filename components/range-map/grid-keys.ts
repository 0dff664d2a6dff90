import type { KeyboardEvent } from "react";
import { mapCellSize } from "#server/domain/range-map.ts";
import { COLUMN_COUNT, windowAround } from "./map-window.ts";
import type { MapViewState } from "./use-map-view.ts";

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -COLUMN_COUNT,
  ArrowDown: COLUMN_COUNT,
};
const SPAN_MIN = 100;

export type GridActions = {
  /** Enter or +: nearer, or the id itself. */
  enter: () => void;
  /** Space, where ranges are selected. */
  select?: () => void;
  /** Shift and an arrow, where ranges are selected. */
  extendTo?: (id: number) => void;
};

/** The id a key leads to, maybe outside the window; null when it is no such key. */
export function targetOf(
  key: string,
  { window, bounds, focusedId }: Pick<MapViewState, "window" | "bounds" | "focusedId">,
  isFar: boolean,
): number | null {
  if (key === "Home") return isFar ? bounds.first : window.first;
  if (key === "End") return isFar ? bounds.last : window.last;
  const size = mapCellSize(window);
  const steps = STEPS[key];
  if (steps === undefined) return null;
  const first = Math.floor(focusedId / size) * size;
  const target = first + steps * size;
  if (target + size - 1 < bounds.first || target > bounds.last) return focusedId;
  return Math.max(target, bounds.first);
}

/** Shows `id` in a window of the same size. */
export function moveTo(view: MapViewState, id: number) {
  const { window, bounds } = view;
  if (id >= window.first && id <= window.last) return view.focus(id);
  const isWhole = window.first === bounds.first && window.last === bounds.last;
  const length = window.last - window.first + 1;
  const span = isWhole ? length : Math.max(SPAN_MIN, 10 ** Math.ceil(Math.log10(length)));
  view.show(windowAround(id, span, bounds), id);
}

/** True when the key was for the map. */
export function pressKey(event: KeyboardEvent, view: MapViewState, actions: GridActions): boolean {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  if (altKey) return false;
  const isFar = ctrlKey || metaKey;
  const target = targetOf(key, view, isFar);
  if (target !== null) {
    if (shiftKey && actions.extendTo) actions.extendTo(target);
    moveTo(view, target);
    return true;
  }
  if (isFar) return false;
  if (key === "Enter" || key === "+" || (key === " " && !actions.select)) actions.enter();
  else if (key === " ") actions.select?.();
  else if (key === "-") view.zoomOut();
  else if (key === "Escape" || key === "Backspace") return view.zoomOut();
  else if (key === "PageDown") view.shift(1);
  else if (key === "PageUp") view.shift(-1);
  else return false;
  return true;
}
