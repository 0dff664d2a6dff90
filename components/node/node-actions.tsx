"use client";

import { CirclePause, CirclePlay, Ellipsis, KeyRound, RefreshCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { useMay } from "../shell/use-may.ts";
import { Button } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { confirmableFingerprint, HostKeyDialog } from "./host-key-dialog.tsx";
import type { NodeSummary } from "./use-nodes.ts";
import { PauseNode, usePauseChanges } from "./pause-node.tsx";
import { RetireNode } from "./retire-node.tsx";

/** A row's actions, as far as the person may. */
export function NodeActions({ node }: { node: NodeSummary }) {
  const may = useMay();
  const order = useOrderRefresh();
  const { resume } = usePauseChanges();
  const [shown, setShown] = useState<"none" | "host-key" | "pause" | "retire">("none");
  const isConfirmable = confirmableFingerprint(node) !== null;
  const close = (open: boolean) => !open && setShown("none");
  if (!may("node:refresh") && !may("node:manage")) return null;
  return (
    <span className="inline-flex items-center gap-1">
      {isConfirmable && may("node:manage") && (
        <Button size="sm" onClick={() => setShown("host-key")}>
          <KeyRound aria-hidden />
          {node.isConfirmed ? "Compare keys" : "Confirm key"}
        </Button>
      )}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${node.hostname}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {may("node:refresh") && (
            <DropdownMenuItem
              onSelect={() => order.mutate({ selection: { kind: "nodes", nodeIds: [node.id] } })}
            >
              <RefreshCw aria-hidden />
              Refresh
            </DropdownMenuItem>
          )}
          {may("node:manage") && (
            <>
              {node.pausedUntil ? (
                <DropdownMenuItem onSelect={() => resume.mutate({ nodeId: node.id })}>
                  <CirclePlay aria-hidden />
                  End the pause
                </DropdownMenuItem>
              ) : (
                <DropdownMenuItem onSelect={() => setShown("pause")}>
                  <CirclePause aria-hidden />
                  Pause…
                </DropdownMenuItem>
              )}
              <DropdownMenuSeparator />
              <DropdownMenuItem tone="danger" onSelect={() => setShown("retire")}>
                <Trash2 aria-hidden />
                Retire…
              </DropdownMenuItem>
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <HostKeyDialog node={node} open={shown === "host-key"} onOpenChange={close} />
      <PauseNode node={node} open={shown === "pause"} onOpenChange={close} />
      <RetireNode node={node} open={shown === "retire"} onOpenChange={close} />
    </span>
  );
}
