"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CloudNetworkFilter, NetworkFilter } from "#server/domain/network/list.ts";
import { type RouterOutputs, useTRPC, useTRPCClient } from "../trpc/trpc.ts";
import { useSearchParam } from "../ui/search-params.ts";
import { useSettled } from "../ui/use-settled.ts";
import {
  cloudNetworkFilterOf,
  cloudNetworkOrderOf,
  networkFilterOf,
  networkOrderOf,
} from "./network-filter.ts";
import { nextCursorOf } from "../trpc/all-pages.ts";

export type NetworkSummary = RouterOutputs["network"]["list"]["networks"][number];

/** Asked no sooner than a person pauses. */
const SETTLE_MILLISECONDS = 150;
const EXPORTED_AT_ONCE = 1000;

/** The filter and order in the address. */
function useNetworkParams() {
  const [q] = useSearchParam("q");
  const [access] = useSearchParam("access");
  const [on] = useSearchParam("on");
  const [outside] = useSearchParam("outside");
  const [vdc] = useSearchParam("vdc");
  const [sort] = useSearchParam("sort");
  return useSettled({ q, access, on, outside, vdc, sort }, SETTLE_MILLISECONDS);
}

type NetworksPage = RouterOutputs["network"]["list"];

async function* pages(ask: (cursor: NetworksPage["nextCursor"]) => Promise<NetworksPage>) {
  let cursor: NetworksPage["nextCursor"] = null;
  do {
    const page = await ask(cursor);
    cursor = page.nextCursor;
    yield page.networks;
  } while (cursor !== null);
}

/** What a table of networks shows, and how it gets at the rest. */
export type Networks = ReturnType<typeof useNetworks> | ReturnType<typeof useNetworksOfCloud>;

/** One vDC's networks as the address asks for them. */
export function useNetworks(vdcId: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const params = useNetworkParams();
  const filter: NetworkFilter = useMemo(() => networkFilterOf(params), [params]);
  const order = useMemo(() => networkOrderOf(params.sort), [params.sort]);
  const asked = { vdcId, ...filter, ...order };
  const list = useInfiniteQuery({
    ...trpc.network.list.infiniteQueryOptions(asked, { getNextPageParam: nextCursorOf }),
    placeholderData: keepPreviousData,
  });
  const count = useQuery({
    ...trpc.network.count.queryOptions({ vdcId, ...filter }),
    placeholderData: keepPreviousData,
  });
  const all = useQuery(trpc.network.count.queryOptions({ vdcId, access: "all" }));
  const carriers = useQuery(trpc.network.listCarriers.queryOptions({ vdcId }));
  const exportRows = () =>
    pages((cursor) => client.network.list.query({ ...asked, limit: EXPORTED_AT_ONCE, cursor }));
  return { filter, order, list, count, all, carriers, exportRows };
}

/** Every vDC's. */
export function useNetworksOfCloud() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const params = useNetworkParams();
  const filter: CloudNetworkFilter = useMemo(() => cloudNetworkFilterOf(params), [params]);
  const order = useMemo(() => cloudNetworkOrderOf(params.sort), [params.sort]);
  const asked = { ...filter, ...order };
  const list = useInfiniteQuery({
    ...trpc.network.listOfCloud.infiniteQueryOptions(asked, { getNextPageParam: nextCursorOf }),
    placeholderData: keepPreviousData,
  });
  const count = useQuery({
    ...trpc.network.countOfCloud.queryOptions(filter),
    placeholderData: keepPreviousData,
  });
  const all = useQuery(trpc.network.countOfCloud.queryOptions({ access: "all" }));
  const carriers = useQuery(trpc.network.listCarriersOfCloud.queryOptions());
  const exportRows = () =>
    pages((cursor) => client.network.listOfCloud.query({ ...asked, limit: EXPORTED_AT_ONCE, cursor }));
  return { filter, order, list, count, all, carriers, exportRows };
}
