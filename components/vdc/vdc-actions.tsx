"use client";

import { Archive, Ellipsis, PencilLine, PieChart, Users } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { NameDialog } from "./name-dialog.tsx";
import { RetireVdc } from "./retire-vdc.tsx";
import { useVdcChanges } from "./use-vdc-changes.ts";

/** What an operator can do to one vDC. */
export function VdcActions({ vdcId, name }: { vdcId: string; name: string }) {
  const [opened, setOpened] = useState<"rename" | "retire" | null>(null);
  const { rename } = useVdcChanges();
  const close = () => {
    setOpened(null);
    rename.reset();
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`Actions for ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem asChild>
            <Link href={`/vdcs/${vdcId}/delegation?edit=yes`}>
              <PieChart aria-hidden /> Change delegation
            </Link>
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link href={`/vdcs/${vdcId}/members`}>
              <Users aria-hidden /> Members
            </Link>
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setOpened("rename")}>
            <PencilLine aria-hidden /> Rename
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem tone="danger" onSelect={() => setOpened("retire")}>
            <Archive aria-hidden /> Retire
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog open={opened === "rename"} onOpenChange={(open) => !open && close()}>
        {opened === "rename" && (
          <NameDialog
            title={`Rename vDC ${name}`}
            description="Its networks, people and addresses stay as they are."
            nameAtFirst={name}
            submitLabel="Rename vDC"
            pending={rename.isPending}
            error={rename.error}
            onSubmit={(next) => rename.mutate({ vdcId, name: next }, { onSuccess: close })}
          />
        )}
      </Dialog>
      {opened === "retire" && <RetireVdc vdcId={vdcId} name={name} onClose={close} />}
    </>
  );
}
