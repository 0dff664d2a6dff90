"use client";

import { Kbd } from "../ui/kbd.tsx";
import type { NavItem } from "./navigation.ts";
import { useKeysOfPage } from "./page-keys.ts";

/** What the keyboard does here and on every page; `pages` tell where `g` leads. */
export function ShortcutList({ pages }: { pages: readonly NavItem[] }) {
  const own = useKeysOfPage().map(({ key, deed }) => ({ keys: [key], deed }));
  const going = pages.flatMap(({ label, shortcut }) =>
    shortcut ? [{ keys: ["g", shortcut], deed: `Go to ${label}` }] : [],
  );
  const all = [
    ...own,
    { keys: ["Ctrl or ⌘", "K"], deed: "Go to or do anything" },
    { keys: ["/"], deed: "Filter what is shown" },
    ...going,
    { keys: ["?"], deed: "Show this list" },
    { keys: ["F8"], deed: "Go to the messages" },
    { keys: ["Esc"], deed: "Close or clear" },
  ];
  return (
    <dl>
      {all.map(({ keys, deed }) => (
        <div
          key={deed}
          className="flex h-9 items-center justify-between gap-4 border-b border-line last:border-b-0"
        >
          <dt className="text-muted">{deed}</dt>
          <dd className="flex gap-1">
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
