"use client";

import { ChevronRight, Minus, Plus } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { rangeText } from "./map-words.ts";
import { windowsAbove, zoomedIn, zoomedOut } from "./map-window.ts";
import type { MapViewState } from "./use-map-view.ts";

/** Where one is, from everything down, and the way back up. */
export function MapCrumbs({ view, noun }: { view: MapViewState; noun: string }) {
  const path = windowsAbove(view.window, view.bounds);
  return (
    <div className="flex min-w-0 items-start justify-between gap-2">
      <ol
        aria-label={`${noun} ids shown`}
        className="flex min-w-0 flex-wrap items-center gap-x-1 tabular-nums"
      >
        {path.map((window, index) => {
          const text = index === 0 && path.length > 1 ? "All" : rangeText(window);
          return (
            <li key={`${window.first}-${window.last}`} className="inline-flex items-center gap-1">
              {index > 0 && <ChevronRight aria-hidden className="size-3 text-subtle" />}
              {index === path.length - 1 ? (
                <span aria-current="location" className="py-1 font-medium">
                  {text}
                </span>
              ) : (
                <Button variant="link" size="sm" className="px-0.5" onClick={() => view.show(window)}>
                  {text}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      <div className="flex shrink-0 gap-1">
        <Button
          size="sm"
          aria-label="Zoom out"
          aria-disabled={zoomedOut(view.window, view.bounds) === null || undefined}
          onClick={() => view.zoomOut()}
        >
          <Minus aria-hidden />
        </Button>
        <Button
          size="sm"
          aria-label="Zoom in"
          aria-disabled={zoomedIn(view.window, view.focusedId, view.bounds) === null || undefined}
          onClick={() => view.zoomIn()}
        >
          <Plus aria-hidden />
        </Button>
      </div>
    </div>
  );
}
