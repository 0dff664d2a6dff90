"use client";

import { useSyncExternalStore } from "react";

/** Windows in which all nodes of a small cloud can be read. */
export const ROOMY = "(min-width: 40rem)";

type Media = { subscribe: (changed: () => void) => () => void; isFitting: () => boolean };

const mediaByQuery = new Map<string, Media>();

/** One for each query, so that nobody listens anew whenever something is drawn. */
function mediaOf(query: string): Media {
  const known = mediaByQuery.get(query);
  if (known) return known;
  let list: MediaQueryList | undefined;
  const listOf = () => (list ??= window.matchMedia(query));
  const media: Media = {
    subscribe: (changed) => {
      listOf().addEventListener("change", changed);
      return () => listOf().removeEventListener("change", changed);
    },
    isFitting: () => listOf().matches,
  };
  mediaByQuery.set(query, media);
  return media;
}

/** Whether the window fits the query; on the server, and until then, it does. */
export function useMedia(query: string): boolean {
  const { subscribe, isFitting } = mediaOf(query);
  return useSyncExternalStore(subscribe, isFitting, () => true);
}
