"use client";

import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { Sheet, SheetContent } from "../ui/sheet.tsx";
import { DemoBanner } from "./demo-banner.tsx";
import { currentVdc, navigationFor, type ShellActor } from "./navigation.ts";
import { Palette } from "./palette.tsx";
import type { PaletteItem } from "./palette-store.ts";
import { PaletteAddresses } from "./palette-addresses.tsx";
import { PaletteThings } from "./palette-things.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { useSidebarCounts } from "./sidebar-counts.ts";
import { Sidebar } from "./sidebar.tsx";
import { signOut } from "./sign-out.ts";
import { TopBar } from "./top-bar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

export type ConsoleShellProps = {
  actor: ShellActor;
  isDemoFleet: boolean;
  /** The state of the live stream, in the top bar. */
  connection?: ReactNode;
  children: ReactNode;
};

/** The frame around every page of the console: where one can go, and how. */
export function ConsoleShell({ actor, isDemoFleet, connection, children }: ConsoleShellProps) {
  const router = useRouter();
  const counts = useSidebarCounts();
  const pathname = usePathname();
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const pages = useMemo(
    () => navigationFor(actor, currentVdc(actor, pathname)).flatMap(({ items }) => items),
    [actor, pathname],
  );
  const items = useMemo<PaletteItem[]>(
    () => [
      ...pages.map(({ label, href, shortcut }) => ({
        id: `page:${href}`,
        group: "Pages",
        label,
        href,
        keywords: [`Go to ${label}`],
        ...(shortcut ? { shortcut: `g ${shortcut}` } : {}),
      })),
      {
        id: "do:shortcuts",
        group: "Do",
        label: "Show keyboard shortcuts",
        shortcut: "?",
        run: () => setIsHelpOpen(true),
      },
      { id: "do:sign-out", group: "Do", label: "Sign out", run: () => void signOut() },
    ],
    [pages],
  );
  useShortcuts({
    onPalette: () => setIsPaletteOpen((isOpen) => !isOpen),
    onHelp: () => setIsHelpOpen(true),
    onGo: (key) => {
      const page = pages.find(({ shortcut }) => shortcut === key);
      if (page) router.push(page.href);
      return page !== undefined;
    },
  });

  return (
    <div className="flex h-dvh flex-col bg-canvas">
      <a
        href="#content"
        className="sr-only z-60 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      {isDemoFleet && <DemoBanner />}
      <div className="flex min-h-0 flex-1">
        <div className="hidden w-56 shrink-0 border-r border-line md:block">
          <Sidebar actor={actor} counts={counts} />
        </div>
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar
            actor={actor}
            connection={connection}
            onMenu={() => setIsMenuOpen(true)}
            onPalette={() => setIsPaletteOpen(true)}
            onHelp={() => setIsHelpOpen(true)}
          />
          <main id="content" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none">
            <div className="mx-auto w-full max-w-400 px-4 py-5 md:px-6 md:py-6">{children}</div>
          </main>
        </div>
      </div>
      <Sheet open={isMenuOpen} onOpenChange={setIsMenuOpen}>
        <SheetContent title="Menu" side="left" hideHeader className="w-72">
          <Sidebar actor={actor} counts={counts} onNavigate={() => setIsMenuOpen(false)} />
        </SheetContent>
      </Sheet>
      <PaletteThings actor={actor} isOpen={isPaletteOpen} />
      <PaletteAddresses actor={actor} />
      <Palette open={isPaletteOpen} onOpenChange={setIsPaletteOpen} items={items} />
      <ShortcutsDialog open={isHelpOpen} onOpenChange={setIsHelpOpen} pages={pages} />
    </div>
  );
}
