"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useMemo, useState } from "react";
import { useTRPC } from "../trpc/trpc.ts";
import { type LiveConnection, LiveIndicator } from "./live-indicator.tsx";
import { makeTopicBatch, routersOf, type Topic } from "./live-topics.ts";
import { useOfflineSince } from "./use-offline-since.ts";

/** The tab's one stream of events: what changed elsewhere is read again, and a lost connection is said. */
export function LiveUpdates() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [lostAt, setLostAt] = useState<Date | null>(null);
  const offlineSince = useOfflineSince();

  const batch = useMemo(() => {
    const reload = async (topics: ReadonlySet<Topic>) => {
      await Promise.allSettled(
        routersOf(topics).map((name) => queryClient.invalidateQueries(trpc[name].pathFilter())),
      );
    };
    return makeTopicBatch(reload);
  }, [queryClient, trpc]);
  useEffect(() => batch.stop, [batch]);

  const { status } = useSubscription(
    trpc.live.events.subscriptionOptions(undefined, {
      onData: ({ topic }) => batch.add(topic),
      onStarted: () => {
        // Events were missed while nobody listened.
        if (lostAt) void queryClient.invalidateQueries();
        setLostAt(null);
      },
      onConnectionStateChange: ({ state, error }) => {
        if (state === "connecting" && error) setLostAt((earlier) => earlier ?? new Date());
      },
      onError: () => setLostAt((earlier) => earlier ?? new Date()),
    }),
  );
  return <LiveIndicator connection={connectionOf(status, lostAt ?? offlineSince)} />;
}

function connectionOf(status: string, lostAt: Date | null): LiveConnection {
  if (lostAt) return { state: "lost", shownAt: lostAt };
  return { state: status === "pending" ? "live" : "connecting" };
}
