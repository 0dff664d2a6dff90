"use client";

import { Ellipsis, KeyRound, Pause, Pencil, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { HookForm } from "./hook-form.tsx";
import type { ShownSecret } from "./hook-secret.tsx";
import type { Hook } from "./hooks.tsx";
import { useHookChanges } from "./use-hook-changes.ts";

type Opened = "change" | "secret" | "delete" | null;

/** What is done to one webhook. */
export function HookActions({
  vdcId,
  hook,
  onTested,
  onSecret,
}: {
  vdcId: string | null;
  hook: Hook;
  onTested: () => void;
  onSecret: (shown: ShownSecret) => void;
}) {
  const [opened, setOpened] = useState<Opened>(null);
  const { test, pause, renewSecret, remove } = useHookChanges();
  const close = () => setOpened(null);
  const { id, name, pausedAt } = hook;
  const isPaused = pausedAt !== null;
  return (
    <>
      <Button
        size="sm"
        pending={test.isPending}
        onClick={() => test.mutate({ vdcId, id }, { onSuccess: onTested })}
        aria-label={`Test ${name}`}
      >
        Test
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setOpened("change")}>
            <Pencil aria-hidden /> Change
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setOpened("secret")}>
            <KeyRound aria-hidden /> Make a new secret
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => pause.mutate({ vdcId, id, isPaused: !isPaused })}>
            {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />} {isPaused ? "Resume" : "Pause"}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onSelect={() => setOpened("delete")}>
            <Trash2 aria-hidden /> Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {opened === "change" && <HookForm vdcId={vdcId} hook={hook} onClose={close} onSecret={onSecret} />}
      <ConfirmDialog
        open={opened === "secret"}
        onOpenChange={close}
        title={`Make a new secret for ${name}?`}
        confirmLabel="Make a new secret"
        pending={renewSecret.isPending}
        onConfirm={() =>
          renewSecret.mutate(
            { vdcId, id },
            { onSettled: close, onSuccess: ({ secret }) => onSecret({ name, secret }) },
          )
        }
      >
        <p>From then on the receiver refuses messages until it knows the new secret, which is shown once.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={opened === "delete"}
        onOpenChange={close}
        title={`Delete ${name}?`}
        confirmLabel="Delete webhook"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ vdcId, id }, { onSettled: close })}
      >
        <p>It is told nothing any more, and its deliveries are forgotten.</p>
      </ConfirmDialog>
    </>
  );
}
