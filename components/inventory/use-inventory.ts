"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { allPages, nextCursorOf } from "../trpc/all-pages.ts";
import { useSettled } from "../ui/use-settled.ts";
import { type RouterOutputs, useTRPC, useTRPCClient } from "../trpc/trpc.ts";
import { useSearchParam } from "../ui/search-params.ts";
import { inventoryFilterOf, inventoryOrderOf } from "./inventory-filter.ts";

type InventoryPage = RouterOutputs["inventory"]["list"];
export type InventoryVnic = InventoryPage["vnics"][number];

/** Asked no sooner than a person pauses. */
const SETTLE_MILLISECONDS = 150;
const EXPORTED_AT_ONCE = 1000;

function useInventoryParams() {
  const [q] = useSearchParam("q");
  const [node] = useSearchParam("node");
  const [on] = useSearchParam("on");
  const [vdc] = useSearchParam("vdc");
  const [network] = useSearchParam("network");
  const [match] = useSearchParam("match");
  const [moved] = useSearchParam("moved");
  const [sort] = useSearchParam("sort");
  return useSettled({ q, node, on, vdc, network, match, moved, sort }, SETTLE_MILLISECONDS);
}

/** The VM NICs that the address asks for. */
export function useInventory() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const params = useInventoryParams();
  const filter = useMemo(() => inventoryFilterOf(params), [params]);
  const order = useMemo(() => inventoryOrderOf(params.sort), [params.sort]);
  const asked = { ...filter, ...order };
  const list = useInfiniteQuery({
    ...trpc.inventory.list.infiniteQueryOptions(asked, { getNextPageParam: nextCursorOf }),
    placeholderData: keepPreviousData,
  });
  const count = useQuery({
    ...trpc.inventory.count.queryOptions(filter),
    placeholderData: keepPreviousData,
  });
  async function* exportRows() {
    const ask = (cursor: InventoryPage["nextCursor"]) =>
      client.inventory.list.query({ ...asked, limit: EXPORTED_AT_ONCE, cursor });
    for await (const page of allPages(ask)) yield page.vnics;
  }
  return { filter, list, count, exportRows };
}
