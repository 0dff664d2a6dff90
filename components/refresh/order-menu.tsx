"use client";

import { ChevronDown, RefreshCw } from "lucide-react";
import { Button } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { useOrderRefresh } from "./use-order-refresh.ts";

/** "Refresh all", and beside it the smaller orders. */
export function OrderMenu({ pdcNames = [] }: { pdcNames?: readonly string[] }) {
  const order = useOrderRefresh();
  const isPending = order.isPending;
  return (
    <div className="flex">
      <Button
        pending={isPending}
        onClick={() => order.mutate({ selection: { kind: "all" } })}
        className="rounded-r-none"
      >
        <RefreshCw aria-hidden />
        Refresh all
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon" aria-label="Refresh some nodes" className="-ml-px rounded-l-none">
            <ChevronDown aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => order.mutate({ selection: { kind: "stale" } })}>
            Nodes with stale facts
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => order.mutate({ selection: { kind: "failed" } })}>
            Nodes whose last refresh failed
          </DropdownMenuItem>
          {pdcNames.length > 0 && (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuLabel>One PDC</DropdownMenuLabel>
            </>
          )}
          {pdcNames.map((pdcName) => (
            <DropdownMenuItem
              key={pdcName}
              onSelect={() => order.mutate({ selection: { kind: "pdc", pdcName } })}
            >
              <span className="max-w-72 truncate">
                {pdcName === "" ? "Nodes without a PDC name" : pdcName}
              </span>
            </DropdownMenuItem>
          ))}
        </DropdownMenuContent>
      </DropdownMenu>
    </div>
  );
}
