"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchStreamLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
  type TRPCLink,
} from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { type ReactNode, useState } from "react";
import superjson, { type SuperJSONResult } from "superjson";
import type { AppRouter } from "#server/trpc/root.ts";
import { makeQueryClient } from "./query-client.ts";
import { isSignedOut } from "./refusal.ts";
import { TRPCProvider } from "./trpc.ts";

const URL_PATH = "/api/trpc";

/** What arrived belongs to nobody else, so it is revived as it is instead of as a copy. */
const transformer = {
  serialize: superjson.serialize,
  deserialize: (answer: SuperJSONResult) => superjson.deserialize(answer, { inPlace: true }),
};

/** Rendered on the server a component can only use what its page prefetched; the browser asks for the rest. */
const refuseOnServer: TRPCLink<AppRouter> = () => () =>
  observable((observer) => observer.error(new TRPCClientError("Not prefetched; the browser asks for it.")));

function makeClient() {
  if (typeof window === "undefined") return createTRPCClient<AppRouter>({ links: [refuseOnServer] });
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url: URL_PATH, transformer }),
        false: httpBatchStreamLink({ url: URL_PATH, transformer, maxURLLength: 4000 }),
      }),
    ],
  });
}

/** A session that ended elsewhere leads to the sign-in page and back again. */
function leaveWhenSignedOut(queryClient: QueryClient) {
  const leave = (error: unknown) => {
    if (!isSignedOut(error) || window.location.pathname === "/sign-in") return;
    const here = `${window.location.pathname}${window.location.search}`;
    window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
  };
  queryClient.getQueryCache().config.onError = leave;
  queryClient.getMutationCache().config.onError = leave;
  return queryClient;
}

let browserQueryClient: QueryClient | undefined;

/** One for the life of the tab; on the server one for each request. */
function getQueryClient() {
  if (typeof window === "undefined") return makeQueryClient();
  browserQueryClient ??= leaveWhenSignedOut(makeQueryClient());
  return browserQueryClient;
}

export function TRPCReactProvider({ children }: { children: ReactNode }) {
  const queryClient = getQueryClient();
  const [trpcClient] = useState(makeClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
