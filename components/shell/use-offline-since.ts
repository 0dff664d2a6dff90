import { useSyncExternalStore } from "react";

let offlineSince: Date | null = null;

function subscribe(listener: () => void) {
  const leave = () => {
    offlineSince ??= new Date();
    listener();
  };
  const comeBack = () => {
    offlineSince = null;
    listener();
  };
  window.addEventListener("offline", leave);
  window.addEventListener("online", comeBack);
  return () => {
    window.removeEventListener("offline", leave);
    window.removeEventListener("online", comeBack);
  };
}

/** When the browser lost its network, long before an open stream finds that nothing comes any more; null: it has one. */
export function useOfflineSince(): Date | null {
  return useSyncExternalStore(
    subscribe,
    () => offlineSince,
    () => null,
  );
}
