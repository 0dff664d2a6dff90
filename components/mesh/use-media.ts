"use client";

import { useSyncExternalStore } from "react";

/** Windows in which all nodes of a small cloud can be read. */
export const ROOMY = "(min-width: 40rem)";

/** Whether the window fits the query; on the server, and until then, it does. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
    () => true,
  );
}
