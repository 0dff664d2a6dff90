"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";

/** `meaning` follows the number for those who hear the page, and shows when the pointer rests on it. */
export type SidebarCount = { count: number; meaning: string };
/** By a page's address. */
export type SidebarCounts = Readonly<Record<string, SidebarCount>>;

const OPEN_WARNINGS = "open warnings and critical ones";

export function sidebarCounts(counts: RouterOutputs["home"]["counts"]): SidebarCounts {
  if (counts.kind === "cloud") {
    return {
      "/warnings": { count: counts.warningCount, meaning: OPEN_WARNINGS },
      "/nodes": { count: counts.failedNodeCount, meaning: "could not be read" },
      "/requests": { count: counts.openRequestCount, meaning: "open requests" },
    };
  }
  return Object.fromEntries(
    counts.vdcs.map(({ vdcId, warningCount }) => [
      `/vdcs/${vdcId}/warnings`,
      { count: warningCount, meaning: OPEN_WARNINGS },
    ]),
  );
}

const NONE: SidebarCounts = {};

/** Follow what happens: the live stream has them read again. */
export function useSidebarCounts(): SidebarCounts {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.home.counts.queryOptions());
  return useMemo(() => (data ? sidebarCounts(data) : NONE), [data]);
}
