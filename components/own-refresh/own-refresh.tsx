"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { useNow } from "../ui/use-now.ts";
import { ownRefreshWords, waitWords } from "./own-refresh-words.ts";

const POLL_MILLISECONDS = 2000;

type Props = { vdcId: string; networkId: string; mayOrder: boolean };

/** How old what is shown of a network is, and the means to have it read anew. */
export function OwnRefresh({ vdcId, networkId, mayOrder }: Props) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const now = useNow();
  const { data } = useQuery(
    trpc.ownRefresh.get.queryOptions(
      { vdcId, networkId },
      {
        refetchInterval: ({ state }) => ((state.data?.refreshingCount ?? 0) > 0 ? POLL_MILLISECONDS : false),
      },
    ),
  );
  const order = useMutation(
    trpc.ownRefresh.order.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.ownRefresh.pathFilter()),
    }),
  );
  if (!data || data.placeCount === 0) return null;
  const wait = waitWords(data.nextOrderAt, now);
  const isRefreshing = data.refreshingCount > 0;
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <output className="text-sm text-muted">
        {ownRefreshWords(data)}
        {!isRefreshing && data.readAt && (
          <>
            {" "}
            Read <Age at={data.readAt} />.
          </>
        )}
      </output>
      {mayOrder && (
        <Button
          size="sm"
          pending={order.isPending || isRefreshing}
          disabled={wait !== null && !isRefreshing}
          onClick={() => order.mutate({ vdcId, networkId })}
        >
          <RefreshCw aria-hidden /> Read again
        </Button>
      )}
      {mayOrder && wait && !isRefreshing && <span className="text-sm text-subtle">{wait}</span>}
      {order.error && (
        <span role="alert" className="text-sm text-down">
          {sentenceOf(order.error)}
        </span>
      )}
    </div>
  );
}
