"use client";

import { Ban, CircleCheck, Ellipsis, KeyRound, Network, Shield } from "lucide-react";
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
import { CloudRoleDialog } from "./cloud-role-dialog.tsx";
import { CredentialsDialog } from "./credentials.tsx";
import { MembershipsDialog } from "./memberships-dialog.tsx";
import type { Person } from "./people-table.tsx";
import { useUserChanges } from "./use-user-changes.ts";

type Opened = "role" | "memberships" | "reset" | "disable" | null;

/** What can be done to one person. */
export function UserActions({ person, isMyself }: { person: Person; isMyself: boolean }) {
  const [opened, setOpened] = useState<Opened>(null);
  const { disable, enable, resetPassword } = useUserChanges();
  const close = () => setOpened(null);
  const ref = { userId: person.id };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${person.userName}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setOpened("role")}>
            <Shield aria-hidden /> Change role in the cloud
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setOpened("memberships")}>
            <Network aria-hidden /> Change vDCs
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setOpened("reset")}>
            <KeyRound aria-hidden /> Reset password
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          {person.disabledAt ? (
            <DropdownMenuItem onSelect={() => enable.mutate(ref)}>
              <CircleCheck aria-hidden /> Enable
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem tone="danger" disabled={isMyself} onSelect={() => setOpened("disable")}>
              <Ban aria-hidden /> Disable
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {opened === "role" && <CloudRoleDialog person={person} onClose={close} />}
      {opened === "memberships" && <MembershipsDialog person={person} onClose={close} />}
      <ConfirmDialog
        open={opened === "disable"}
        onOpenChange={close}
        title={`Disable ${person.userName}?`}
        confirmLabel="Disable"
        pending={disable.isPending}
        onConfirm={() => disable.mutate(ref, { onSettled: close })}
      >
        <p>Their sessions end at once and they cannot sign in until somebody enables them again.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={opened === "reset"}
        onOpenChange={close}
        title={`Reset the password of ${person.userName}?`}
        confirmLabel="Reset password"
        pending={resetPassword.isPending}
        onConfirm={() => resetPassword.mutate(ref, { onSettled: close })}
      >
        <p>The old password stops working, their sessions end, and a new password is shown once.</p>
      </ConfirmDialog>
      {resetPassword.data && (
        <CredentialsDialog credentials={resetPassword.data} onClose={resetPassword.reset} />
      )}
    </>
  );
}
