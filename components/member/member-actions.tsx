"use client";

import { Ellipsis, Eye, UserCog, UserMinus } from "lucide-react";
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
import type { Member } from "./member-table.tsx";
import { useMemberChanges } from "./use-member-changes.ts";

export function MemberActions({ vdcId, member }: { vdcId: string; member: Member }) {
  const [isRemoving, setIsRemoving] = useState(false);
  const { setRole, remove } = useMemberChanges(vdcId);
  const { userId, userName, role } = member;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${userName}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {role === "viewer" ? (
            <DropdownMenuItem onSelect={() => setRole.mutate({ vdcId, userId, role: "network-admin" })}>
              <UserCog aria-hidden /> Make network admin
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem onSelect={() => setRole.mutate({ vdcId, userId, role: "viewer" })}>
              <Eye aria-hidden /> Make viewer
            </DropdownMenuItem>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onSelect={() => setIsRemoving(true)}>
            <UserMinus aria-hidden /> Remove from this vDC
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setIsRemoving}
        title={`Remove ${userName} from this vDC?`}
        confirmLabel="Remove"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ vdcId, userId }, { onSettled: () => setIsRemoving(false) })}
      >
        <p>From their next click on they see nothing of it. Their account and its networks stay.</p>
      </ConfirmDialog>
    </>
  );
}
