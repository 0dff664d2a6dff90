import "server-only";
import {
  defaultShouldDehydrateQuery,
  dehydrate,
  hashKey,
  HydrationBoundary,
  type QueryKey,
} from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { type ReactNode, cache } from "react";
import { makeQueryClient } from "#components/trpc/query-client.ts";
import type { Actor } from "#server/domain/access.ts";
import { contextOf } from "#server/trpc/request-context.ts";
import { appRouter } from "#server/trpc/root.ts";

/** One for each request. */
export const getQueryClient = cache(makeQueryClient);

const getContext = cache(async () => contextOf(await headers()));

/** Null when nobody is signed in. */
export async function getSessionActor(): Promise<Actor | null> {
  return (await getContext()).actor;
}

export async function getIsDemoFleet(): Promise<boolean> {
  return (await getContext()).settings.isDemoFleet;
}

/** Asks the router in this process. Start with `void getQueryClient().prefetchQuery(trpc.x.y.queryOptions())`. */
export const trpc = createTRPCOptionsProxy({
  ctx: getContext,
  router: appRouter,
  queryClient: getQueryClient,
});

type HydrateFrameProps = { queryKeys: readonly QueryKey[]; children: ReactNode };

/** Hands on what the frame around pages has read, and no more: what pages read they hand on themselves, once. */
export function HydrateFrame({ queryKeys, children }: HydrateFrameProps) {
  const hashes = new Set(queryKeys.map((queryKey) => hashKey(queryKey)));
  const state = dehydrate(getQueryClient(), {
    shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) && hashes.has(query.queryHash),
  });
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}

/**
 * Hands what was prefetched to the client components inside, once all of it is there. What came in between drawing here and
 * coming to life in the browser would be a mismatch: React draws the page anew, and a press on what it throws away is lost.
 */
export async function HydrateClient({ children }: { children: ReactNode }) {
  const queries = getQueryClient().getQueryCache().getAll();
  await Promise.allSettled(queries.map(({ promise }) => promise));
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}
