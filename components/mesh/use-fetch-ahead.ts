"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { useTRPC } from "../trpc/trpc.ts";
import { meshAsked, selectionInputs } from "./mesh-inputs.ts";
import { parseSelection } from "./mesh-selection.ts";
import { useMeshInstant } from "./time/use-mesh-instant.ts";

const LINGER_MILLISECONDS = 60;

/**
 * Asks for what is about to be selected before it is: at once when it was pressed, after a moment when pointer or keyboard
 * rest on it.
 */
export function useFetchAhead(overlayRuleName: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { at } = useMeshInstant();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const fetchNow = useCallback(
    (select: string) => {
      clearTimeout(timer.current);
      const selection = parseSelection(select);
      if (!selection) return;
      const inputs = selectionInputs(meshAsked(overlayRuleName, at), selection);
      if (selection.kind === "pdc") void queryClient.prefetchQuery(trpc.mesh.pdc.queryOptions(inputs.pdc));
      if (selection.kind === "node") void queryClient.prefetchQuery(trpc.mesh.node.queryOptions(inputs.node));
      if (selection.kind === "link") void queryClient.prefetchQuery(trpc.mesh.link.queryOptions(inputs.link));
      if (selection.kind === "pdc-link") {
        void queryClient.prefetchQuery(trpc.mesh.pdcLink.queryOptions(inputs["pdc-link"]));
      }
    },
    [trpc, queryClient, overlayRuleName, at],
  );
  const fetchSoon = useCallback(
    (select: string) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => fetchNow(select), LINGER_MILLISECONDS);
    },
    [fetchNow],
  );
  return { fetchNow, fetchSoon };
}
