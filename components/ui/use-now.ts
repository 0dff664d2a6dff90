"use client";

import { useSyncExternalStore } from "react";

const TICK_MILLISECONDS = 10_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = 0;

const readTick = () => Math.floor(Date.now() / TICK_MILLISECONDS);

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tick = readTick();
    for (const each of listeners) each();
  }, TICK_MILLISECONDS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    tick = 0;
  };
}

/** A clock all ages on the page share, so that they move together; steps of ten seconds. */
export function useNow(): Date {
  const current = useSyncExternalStore(subscribe, () => (tick === 0 ? (tick = readTick()) : tick), readTick);
  return new Date((current + 1) * TICK_MILLISECONDS - 1);
}
