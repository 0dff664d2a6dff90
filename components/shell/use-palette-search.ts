"use client";

import { useEffect, useState } from "react";
import type { PaletteItem, PaletteSource } from "./palette-store.ts";

const PAUSE_MILLISECONDS = 150;
const NONE: readonly PaletteItem[] = [];

export type Found = { query: string; items: readonly PaletteItem[]; isPending: boolean };

/** What the sources find for `query`; one that fails finds nothing and leaves the others alone. */
export function usePaletteSearch(query: string, sources: readonly PaletteSource[]): Found {
  const [found, setFound] = useState<Found>({ query: "", items: NONE, isPending: false });
  const searches = sources.some(({ search }) => search);
  useEffect(() => {
    if (query === "" || !searches) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const answers = await Promise.allSettled(
        sources.map(async ({ search }) => (await search?.(query, abort.signal)) ?? []),
      );
      if (abort.signal.aborted) return;
      const items = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
      setFound({ query, items, isPending: false });
    }, PAUSE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, sources, searches]);
  if (query === "" || !searches) return { query, items: NONE, isPending: false };
  return { ...found, isPending: found.query !== query };
}
