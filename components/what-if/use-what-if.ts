"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import type { ScenarioChange } from "#server/domain/what-if/scenario.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";

export type Answer = RouterOutputs["whatIf"]["judge"];
export type Options = RouterOutputs["whatIf"]["listOptions"];

const REREAD_MILLISECONDS = 60_000;

/** Judged anew on present facts whenever it is asked, and now and then. */
export function useAnswer(changes: readonly ScenarioChange[]) {
  return useQuery(
    useTRPC().whatIf.judge.queryOptions(changes.length > 0 ? { changes: [...changes] } : skipToken, {
      refetchInterval: REREAD_MILLISECONDS,
      placeholderData: keepPreviousData,
    }),
  );
}

export function useOptions() {
  return useQuery(useTRPC().whatIf.listOptions.queryOptions());
}

/** Nodes by a part of their names, and the given ones. */
export function useNodes(text: string, ids: readonly string[]) {
  return useQuery(
    useTRPC().whatIf.searchNodes.queryOptions(
      { text, ids: [...ids].toSorted() },
      { placeholderData: keepPreviousData },
    ),
  );
}

export function nodeIdsOf(changes: readonly ScenarioChange[]): string[] {
  const ids = changes.flatMap((change) => {
    if (change.kind === "move-node" || change.kind === "remove-node") return [change.nodeId];
    return change.kind === "change-rule" ? (change.nodeIds ?? []) : [];
  });
  return [...new Set(ids)].slice(0, 100);
}
