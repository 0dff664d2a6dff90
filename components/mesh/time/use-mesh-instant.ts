"use client";

import { useCallback, useMemo } from "react";
import { instantOf } from "../mesh-inputs.ts";
import { useSearchParam, writeSearchParams } from "../../ui/search-params.ts";

export type MeshInstant = {
  /** null: now. */
  at: Date | null;
  /** What is compared with `at`; null: nothing is. */
  since: Date | null;
  /** For every question about the mesh, so that all of them are about the same instant. */
  queryInput: { at?: Date };
  setAt: (at: Date | null) => void;
  setSince: (since: Date | null) => void;
};

/** Which instant of the mesh is looked at; in the address, so that a colleague sees the same. */
export function useMeshInstant(): MeshInstant {
  const [atText] = useSearchParam("at");
  const [sinceText] = useSearchParam("since");
  const at = useMemo(() => instantOf(atText), [atText]);
  const since = useMemo(() => instantOf(sinceText), [sinceText]);
  const queryInput = useMemo(() => (at ? { at } : {}), [at]);
  const setAt = useCallback((next: Date | null) => writeSearchParams({ at: next?.toISOString() ?? "" }), []);
  const setSince = useCallback(
    (next: Date | null) => writeSearchParams({ since: next?.toISOString() ?? "" }),
    [],
  );
  return { at, since, queryInput, setAt, setSince };
}
