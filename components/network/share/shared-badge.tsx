"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/trpc.ts";
import { Badge } from "../../ui/badge.tsx";

/** On a network of one's own that operators share with others. */
export function SharedBadge({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const { data: isShared } = useQuery(useTRPC().networkShare.isShared.queryOptions({ vdcId, networkId }));
  if (!isShared) return null;
  return (
    <Badge tone="info" title="An operator shares it with further vDCs, which read and use it.">
      Shared
    </Badge>
  );
}
