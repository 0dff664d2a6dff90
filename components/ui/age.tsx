"use client";

import { cn } from "./cn.ts";
import { formatAge, formatInstant } from "./format-age.ts";
import { useNow } from "./use-now.ts";

/** "2 min ago", kept up to date, with the exact time on hover. */
export function Age({ at, className }: { at: Date; className?: string }) {
  const now = useNow();
  return (
    <time
      dateTime={at.toISOString()}
      title={formatInstant(at)}
      suppressHydrationWarning
      className={cn("whitespace-nowrap tabular-nums", className)}
    >
      {formatAge(at, now)}
    </time>
  );
}
