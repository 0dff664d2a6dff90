"use client";

import { useEffect, useSyncExternalStore } from "react";

/** A key that does something on one page, where nothing is being typed. */
export type PageKey = {
  /** As the browser names it: "a", "?", "ArrowDown". */
  key: string;
  deed: string;
  run: () => void;
};

const NONE: readonly PageKey[] = [];
let pageKeys = NONE;
const listeners = new Set<() => void>();

function publish(next: readonly PageKey[]) {
  pageKeys = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Hears `keys` for as long as the component is mounted. They must be stable (useMemo). */
export function usePageKeys(keys: readonly PageKey[]): void {
  useEffect(() => {
    publish(keys);
    return () => publish(NONE);
  }, [keys]);
}

/** For the list of shortcuts. */
export function useKeysOfPage(): readonly PageKey[] {
  return useSyncExternalStore(
    subscribe,
    () => pageKeys,
    () => NONE,
  );
}

/** True when the page knows the key. */
export function pressPageKey(key: string): boolean {
  const known = pageKeys.find((one) => one.key === key);
  known?.run();
  return known !== undefined;
}
