"use client";

import { useEffect, useSyncExternalStore } from "react";

export type PaletteItem = {
  id: string;
  label: string;
  group: string;
  /** Beside the label, quieter: an address, a state. */
  detail?: string;
  keywords?: readonly string[];
  shortcut?: string;
} & ({ href: string } | { run: () => void });

/** Something a page adds to the palette while it is open. */
export type PaletteSource = {
  items?: readonly PaletteItem[];
  /** Asked for what is typed; an aborted answer is ignored. */
  search?: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;
};

let sources: readonly PaletteSource[] = [];
const listeners = new Set<() => void>();
const NONE: readonly PaletteSource[] = [];

function publish(next: readonly PaletteSource[]) {
  sources = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Adds `source` for as long as the component is mounted. It must be stable (useMemo). */
export function usePaletteSource(source: PaletteSource): void {
  useEffect(() => {
    publish([...sources, source]);
    return () => publish(sources.filter((each) => each !== source));
  }, [source]);
}

export function usePaletteSources(): readonly PaletteSource[] {
  return useSyncExternalStore(
    subscribe,
    () => sources,
    () => NONE,
  );
}
