"use client";

import { Age } from "../ui/age.tsx";
import { cn } from "../ui/cn.ts";
import { StateGlyph } from "../ui/state-glyph.tsx";

export type LiveConnection =
  | { state: "connecting" }
  | { state: "live" }
  /** `shownAt`: when what is on the screen was last known to be right. */
  | { state: "lost"; shownAt: Date };

/** Says whether what others change appears by itself. */
export function LiveIndicator({ connection }: { connection: LiveConnection }) {
  const isLost = connection.state === "lost";
  return (
    <output
      className={cn(
        "flex h-7 min-w-0 items-center gap-1.5 rounded-full px-2 text-sm",
        isLost ? "bg-stale-soft font-medium text-stale" : "text-muted",
      )}
    >
      {connection.state === "live" && (
        <>
          <StateGlyph state="up" className="size-2.5" />
          Live
        </>
      )}
      {connection.state === "connecting" && (
        <>
          <StateGlyph state="unknown" className="size-2.5" />
          Connecting
        </>
      )}
      {connection.state === "lost" && (
        <>
          <StateGlyph state="stale" className="size-3" />
          <span className="truncate">
            Connection lost<span className="max-md:sr-only">, showing data from </span>
            <span className="md:hidden"> · </span>
            <Age at={connection.shownAt} />
          </span>
        </>
      )}
    </output>
  );
}
