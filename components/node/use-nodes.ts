"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { allPages, nextCursorOf } from "../trpc/all-pages.ts";
import { type RouterOutputs, useTRPC, useTRPCClient } from "../trpc/trpc.ts";
import { useSearchParam } from "../ui/search-params.ts";
import { useSettled } from "../ui/use-settled.ts";
import { nodeFilterOf, nodeOrderOf } from "./node-filter.ts";

export type NodeSummary = RouterOutputs["node"]["list"]["nodes"][number];
type Cursor = RouterOutputs["node"]["list"]["nextCursor"];

/** Asked no sooner than a person pauses. */
const SETTLE_MILLISECONDS = 150;
const EXPORTED_AT_ONCE = 1000;

/** The nodes that the address asks for, page by page. */
export function useNodes() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [q] = useSearchParam("q");
  const [state] = useSearchParam("state");
  const [pdc] = useSearchParam("pdc");
  const [sort] = useSearchParam("sort");
  const params = useSettled({ q, state, pdc, sort }, SETTLE_MILLISECONDS);
  const filter = useMemo(() => nodeFilterOf(params), [params]);
  const asked = { ...filter, ...nodeOrderOf(params.sort) };
  const list = useInfiniteQuery({
    ...trpc.node.list.infiniteQueryOptions(asked, { getNextPageParam: nextCursorOf }),
    placeholderData: keepPreviousData,
  });
  const count = useQuery({
    ...trpc.node.count.queryOptions(filter),
    placeholderData: keepPreviousData,
  });
  const pdcs = useQuery(trpc.node.listPdcNames.queryOptions());
  async function* exportRows() {
    const ask = (cursor: Cursor) => client.node.list.query({ ...asked, limit: EXPORTED_AT_ONCE, cursor });
    for await (const page of allPages(ask)) yield page.nodes;
  }
  return { filter, list, count, pdcs, exportRows };
}
