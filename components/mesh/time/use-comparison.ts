"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../../trpc/trpc.ts";
import { type ChangeBySelect, changesBySelect, NO_CHANGES } from "./mesh-change-marks.ts";
import { useMeshInstant } from "./use-mesh-instant.ts";

/** What is different between two instants. `from` null: nothing is compared; `to` null: until now. */
export function useComparison(from: Date | null, to: Date | null) {
  return useQuery({
    ...useTRPC().mesh.compare.queryOptions({ from: from ?? new Date(0), ...(to && { to }) }),
    enabled: from !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** The changes of the comparison that is open, for marking them; none while nothing is compared. */
export function useMeshChanges(): ChangeBySelect {
  const { at, since } = useMeshInstant();
  const { data, error } = useComparison(since, at);
  const changes = since && !error ? data?.changes : undefined;
  return useMemo(() => (changes ? changesBySelect(changes) : NO_CHANGES), [changes]);
}
