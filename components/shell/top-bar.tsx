"use client";

import { CircleQuestionMark, Menu, Search } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Kbd } from "../ui/kbd.tsx";
import type { ShellActor } from "./navigation.ts";
import { ThemeMenu } from "./theme-menu.tsx";
import { UserMenu } from "./user-menu.tsx";

export type TopBarProps = {
  actor: ShellActor;
  /** The state of the live stream. */
  connection: ReactNode;
  onMenu: () => void;
  onPalette: () => void;
  onHelp: () => void;
};

export function TopBar({ actor, connection, onMenu, onPalette, onHelp }: TopBarProps) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-canvas px-3 md:px-6">
      <Button variant="ghost" size="icon" aria-label="Open the menu" onClick={onMenu} className="md:hidden">
        <Menu aria-hidden className="size-4.5" />
      </Button>
      <button
        type="button"
        onClick={onPalette}
        aria-keyshortcuts="Control+K Meta+K"
        className="flex h-8 items-center gap-2 rounded-md text-subtle transition-colors max-sm:w-8 max-sm:justify-center max-sm:hover:bg-hover sm:w-72 sm:border sm:border-line-strong sm:bg-surface sm:px-2.5 sm:shadow-xs sm:hover:border-control"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 truncate text-left max-sm:sr-only">Go to or do…</span>
        <Kbd className="max-sm:hidden">Ctrl K</Kbd>
      </button>
      <div className="ml-auto flex min-w-0 items-center gap-1">
        {connection}
        <Button
          variant="ghost"
          size="icon"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts"
          onClick={onHelp}
          className="max-sm:hidden"
        >
          <CircleQuestionMark aria-hidden className="size-4" />
        </Button>
        <ThemeMenu />
        <UserMenu actor={actor} />
      </div>
    </header>
  );
}
