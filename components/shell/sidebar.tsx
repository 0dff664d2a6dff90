"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "../ui/cn.ts";
import { Logo } from "./logo.tsx";
import { NavIcon } from "./nav-icon.tsx";
import { currentHref, currentVdc, type NavItem, navigationFor, type ShellActor } from "./navigation.ts";
import type { SidebarCount, SidebarCounts } from "./sidebar-counts.ts";
import { VdcSwitcher } from "./vdc-switcher.tsx";

export type SidebarProps = {
  actor: ShellActor;
  counts?: SidebarCounts;
  onNavigate?: () => void;
};

/** Only what this person may open. */
export function Sidebar({ actor, counts = {}, onNavigate }: SidebarProps) {
  const pathname = usePathname();
  const vdc = currentVdc(actor, pathname);
  const sections = navigationFor(actor, vdc);
  const current = currentHref(sections, pathname);
  return (
    <nav aria-label="Main" className="flex h-full flex-col bg-sidebar">
      <div className="flex h-12 shrink-0 items-center px-4">
        <Link href="/" onClick={onNavigate} className="rounded-md">
          <Logo />
        </Link>
      </div>
      {actor.vdcs.length > 1 && (
        <div className="px-3 pb-1">
          <VdcSwitcher vdcs={actor.vdcs} current={vdc} {...(onNavigate ? { onNavigate } : {})} />
        </div>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto px-3 py-2">
        {sections.map(({ id, label, items }) => (
          <div key={id} className="mb-4">
            {label && (
              <p id={`nav-${id}`} className="truncate px-2 pb-1 text-xs font-medium text-subtle">
                {label}
              </p>
            )}
            <ul aria-labelledby={label ? `nav-${id}` : undefined} className="space-y-px">
              {items.map((item) => (
                <li key={item.href}>
                  <SidebarLink
                    item={item}
                    isCurrent={item.href === current}
                    count={counts[item.href]}
                    onNavigate={onNavigate}
                  />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}

type SidebarLinkProps = {
  item: NavItem;
  isCurrent: boolean;
  count: SidebarCount | undefined;
  onNavigate: (() => void) | undefined;
};

function SidebarLink({ item, isCurrent, count, onNavigate }: SidebarLinkProps) {
  return (
    <Link
      href={item.href}
      onClick={onNavigate}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-muted transition-colors hover:bg-hover hover:text-ink max-md:h-10",
        isCurrent && "bg-selected text-ink hover:bg-selected",
      )}
    >
      <NavIcon name={item.icon} className={cn("size-4 text-subtle", isCurrent && "text-accent-ink")} />
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {count && count.count > 0 && (
        <span
          title={`${count.count.toLocaleString("en")} ${count.meaning}`}
          className="text-sm font-normal text-subtle tabular-nums"
        >
          {count.count.toLocaleString("en")}
          <span className="sr-only"> {count.meaning}</span>
        </span>
      )}
    </Link>
  );
}
