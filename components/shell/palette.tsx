"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useMemo, useRef, useState } from "react";
import { cn } from "../ui/cn.ts";
import { dialogClasses, overlayClasses } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { matchingItems } from "./palette-match.ts";
import { type PaletteItem, usePaletteSources } from "./palette-store.ts";
import { useActiveOption } from "./use-active-option.ts";
import { type Found, usePaletteSearch } from "./use-palette-search.ts";

export type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Always there: pages and actions of the frame itself. */
  items: readonly PaletteItem[];
};

function byGroup(items: readonly PaletteItem[]): [string, PaletteItem[]][] {
  return [...Map.groupBy(items, ({ group }) => group)];
}

/** What a search found matches by its own reckoning; what it found for an earlier query must match by its name. */
function offered(query: string, items: readonly PaletteItem[], found: Found): PaletteItem[] {
  const foundItems = found.isPending ? matchingItems(found.items, query) : found.items;
  return [...matchingItems(items, query), ...foundItems];
}

/** Goes to any page or thing, and runs what may be run. */
export function Palette({ open, onOpenChange, items }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClasses} />
        <Dialog.Content
          aria-describedby={undefined}
          className={cn(dialogClasses, "max-w-xl overflow-hidden")}
        >
          <Dialog.Title className="sr-only">Go to or do</Dialog.Title>
          <PaletteBody items={items} onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ items, onDone }: { items: readonly PaletteItem[]; onDone: () => void }) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const query = typed.trim();
  const root = useRef<HTMLDivElement>(null);
  useActiveOption(root);
  const sources = usePaletteSources();
  const found = usePaletteSearch(query, sources);
  const groups = useMemo(
    () => byGroup(offered(query, [...sources.flatMap((source) => source.items ?? []), ...items], found)),
    [query, sources, items, found],
  );
  const choose = (item: PaletteItem) => {
    onDone();
    if ("href" in item) router.push(item.href);
    else item.run();
  };
  return (
    <Command ref={root} label="Go to or do" loop shouldFilter={false} className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        {found.isPending ? (
          <Spinner className="size-4 text-subtle" />
        ) : (
          <Search aria-hidden className="size-4 text-subtle" />
        )}
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder="Go to a network, node or page, or do something…"
          className="h-12 w-full bg-transparent text-lg outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      {/* A list box must hold options, so the words stand beside it. */}
      {groups.length === 0 && (
        <output className="block px-4 py-10 text-center wrap-anywhere text-muted">
          {found.isPending ? "Searching…" : `Nothing is called “${query}”.`}
        </output>
      )}
      <Command.List
        className={cn("max-h-[min(24rem,60vh)] min-h-0 overflow-y-auto p-2", groups.length === 0 && "hidden")}
      >
        {groups.map(([group, members]) => (
          <Command.Group
            key={group}
            heading={group}
            className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-sm **:[[cmdk-group-heading]]:text-subtle"
          >
            {members.map((item) => (
              <Command.Item
                key={item.id}
                value={item.id}
                onSelect={() => choose(item)}
                className="flex h-9 cursor-default items-center gap-3 rounded-md px-2 select-none data-[selected=true]:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">{item.label}</span>
                {item.detail && <span className="truncate text-sm text-subtle">{item.detail}</span>}
                {item.shortcut && (
                  <span aria-hidden className="flex gap-1">
                    {item.shortcut.split(" ").map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </span>
                )}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
