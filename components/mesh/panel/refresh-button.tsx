"use client";

import { RefreshCw } from "lucide-react";
import type { RefreshSelection } from "#server/domain/refresh-selection.ts";
import { useOrderRefresh } from "../../refresh/use-order-refresh.ts";
import { useMay } from "../../shell/use-may.ts";
import { Button } from "../../ui/button.tsx";

/** Nothing for those who may not refresh. */
export function RefreshButton({ label, selection }: { label: string; selection: RefreshSelection }) {
  const may = useMay();
  const order = useOrderRefresh();
  if (!may("node:refresh")) return null;
  return (
    <Button size="sm" pending={order.isPending} onClick={() => order.mutate({ selection })}>
      <RefreshCw aria-hidden />
      {label}
    </Button>
  );
}
