"use client";

import { KeyRound } from "lucide-react";
import { sentenceOf } from "../trpc/refusal.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { toast } from "../ui/toast-store.ts";
import { useKeyMutations } from "./use-key-mutations.ts";

/** A new key, or one that somebody already gave to the server. */
export function PrepareKey({ available }: Pick<RouterOutputs["sshKey"]["list"], "available">) {
  const { prepare } = useKeyMutations();
  const onError = (error: unknown) => toast({ tone: "bad", title: sentenceOf(error) });
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm" pending={prepare.isPending}>
          <KeyRound aria-hidden /> Prepare another key
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => prepare.mutate({ kind: "generate" }, { onError })}>
          Make a new one
        </DropdownMenuItem>
        {available.map(({ fingerprint }) => (
          <DropdownMenuItem
            key={fingerprint}
            onSelect={() => prepare.mutate({ kind: "held", fingerprint }, { onError })}
          >
            Use <code className="font-mono text-sm">{fingerprint.slice(0, 19)}…</code>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
