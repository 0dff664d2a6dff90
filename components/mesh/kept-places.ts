import { useSyncExternalStore } from "react";
import { z } from "zod";
import type { Point } from "./mesh-layout.ts";

const STORAGE_KEY = "overmesh.mesh.places";
const Places = z.record(z.string(), z.object({ x: z.number(), y: z.number() }));
const NONE: ReadonlyMap<string, Point> = new Map();
const listeners = new Set<() => void>();
let places: ReadonlyMap<string, Point> | null = null;

function read(): ReadonlyMap<string, Point> {
  if (places) return places;
  try {
    places = new Map(Object.entries(Places.parse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}"))));
  } catch {
    // Whatever stands there is not ours, or may not be read: the picture begins anew.
    places = NONE;
  }
  return places;
}

function write(next: ReadonlyMap<string, Point>) {
  places = next;
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(Object.fromEntries(next)));
  } catch {
    // Without storage places are kept as long as the page is.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where this person moved PDCs to, in this browser. */
export function useKeptPlaces() {
  const kept = useSyncExternalStore(subscribe, read, () => NONE);
  return {
    kept,
    keep: (pdcId: string, point: Point) => write(new Map([...read(), [pdcId, point]])),
    forgetAll: () => write(NONE),
  };
}
