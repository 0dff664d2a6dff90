"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** Replaces the address without asking the server; "" removes the parameter. */
export function writeSearchParams(changes: Readonly<Record<string, string>>) {
  const params = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") params.delete(name);
    else params.set(name, value);
  }
  const query = params.toString();
  const { pathname, hash } = window.location;
  window.history.replaceState(null, "", `${pathname}${query ? `?${query}` : ""}${hash}`);
  for (const listener of listeners) listener();
}

let parsed = { search: "", params: new URLSearchParams() };

/** Of the address as it is; parsed once, however many ask. */
function currentParams(): URLSearchParams {
  const { search } = window.location;
  if (parsed.search !== search) parsed = { search, params: new URLSearchParams(search) };
  return parsed.params;
}

/**
 * State that lives in the URL; "" is absent. Reads the address itself, since the router's copy follows only
 * after a transition and a text field cannot wait for that.
 */
export function useSearchParam(name: string): [string, (value: string) => void] {
  const routed = useSearchParams();
  const value = useSyncExternalStore(
    subscribe,
    () => currentParams().get(name) ?? "",
    () => routed.get(name) ?? "",
  );
  const setValue = useCallback((next: string) => writeSearchParams({ [name]: next }), [name]);
  return [value, setValue];
}
