"use client";

import { LogOut, Settings } from "lucide-react";
import Link from "next/link";
import { Button } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import type { ShellActor } from "./navigation.ts";
import { signOut } from "./sign-out.ts";

const ROLE_WORDS = { operator: "Operator", auditor: "Auditor" } as const;

function roleOf({ cloudRole, vdcs }: ShellActor): string {
  if (cloudRole) return ROLE_WORDS[cloudRole];
  return vdcs.length === 1 ? "One vDC" : `${vdcs.length} vDCs`;
}

export function UserMenu({ actor }: { actor: ShellActor }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`Account of ${actor.name}`} className="rounded-full">
          <span
            aria-hidden
            className="grid size-6.5 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent-ink uppercase"
          >
            {actor.name.slice(0, 1)}
          </span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-56">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{actor.name}</p>
          <p className="text-sm text-subtle">{roleOf(actor)}</p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/settings">
            <Settings aria-hidden /> Settings
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
