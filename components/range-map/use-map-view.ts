"use client";

import { useState } from "react";
import type { IdRange } from "#server/domain/id-range.ts";
import { fittingWindow, neighbourWindow, windowAround, zoomedIn, zoomedOut } from "./map-window.ts";
import type { MapView } from "./map-data.ts";

const SINGLE_IDS_SPAN = 100;

export type MapViewState = ReturnType<typeof useMapView>;

/** Begins where `ranges` are, or around `idAtFirst` when one is chosen already. */
export function useMapView(bounds: IdRange, ranges: readonly IdRange[], idAtFirst: number | null) {
  const begin = (): MapView => {
    const isInside = idAtFirst !== null && idAtFirst >= bounds.first && idAtFirst <= bounds.last;
    const window = isInside
      ? windowAround(idAtFirst, SINGLE_IDS_SPAN, bounds)
      : fittingWindow(ranges, bounds);
    const focusedId = isInside ? idAtFirst : (ranges[0]?.first ?? window.first);
    return { window, focusedId, focusRequest: 0 };
  };
  const [view, setView] = useState(begin);
  const show = (window: IdRange, wishedId: number, focusRequest = view.focusRequest) => {
    const focusedId = Math.min(window.last, Math.max(window.first, wishedId));
    setView({ window, focusedId, focusRequest });
  };
  return {
    ...view,
    bounds,
    focus: (focusedId: number) => setView({ ...view, focusedId }),
    show: (window: IdRange, focusedId = view.focusedId) => show(window, focusedId),
    /** Shows the id itself, and sends the keyboard there. */
    showId: (id: number) => show(windowAround(id, SINGLE_IDS_SPAN, bounds), id, view.focusRequest + 1),
    zoomIn: (id = view.focusedId) => {
      const window = zoomedIn(view.window, id, bounds);
      if (window) show(window, id);
      return window !== null;
    },
    zoomOut: () => {
      const window = zoomedOut(view.window, bounds);
      if (window) show(window, view.focusedId);
      return window !== null;
    },
    shift: (direction: 1 | -1) => {
      const window = neighbourWindow(view.window, direction, bounds);
      const distance = view.focusedId - view.window.first;
      if (window.first !== view.window.first) show(window, window.first + distance);
    },
  };
}
