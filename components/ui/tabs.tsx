"use client";

import { Tabs as Primitive } from "radix-ui";
import { type ComponentProps, useEffect, useRef } from "react";
import { cn } from "./cn.ts";
import { useSearchParam } from "./search-params.ts";

/** On a narrow screen it begins where the chosen tab can be seen. */
export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = list.current?.querySelector('[data-state="active"]');
    if (!list.current || !chosen) return;
    const hidden = chosen.getBoundingClientRect().right - list.current.getBoundingClientRect().right;
    if (hidden > 0) list.current.scrollLeft += hidden;
  }, []);
  return (
    <Primitive.List
      {...props}
      ref={list}
      className={cn("flex gap-4 overflow-x-auto border-b border-line [scrollbar-width:none]", className)}
    />
  );
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      {...props}
      className={cn(
        "-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent px-0.5 font-medium whitespace-nowrap text-muted transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink",
        className,
      )}
    />
  );
}

export function TabsContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content {...props} className={cn("pt-4 focus-visible:outline-offset-4", className)} />;
}

/** Tabs whose choice is in the URL, so that it can be sent to a colleague. */
export function UrlTabs({
  param = "tab",
  defaultValue,
  ...props
}: Omit<ComponentProps<typeof Primitive.Root>, "value" | "onValueChange"> & {
  param?: string;
  defaultValue: string;
}) {
  const [tab, setTab] = useSearchParam(param);
  return (
    <Primitive.Root
      {...props}
      value={tab || defaultValue}
      onValueChange={(next) => setTab(next === defaultValue ? "" : next)}
    />
  );
}
