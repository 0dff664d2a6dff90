"use client";

import { formatCount } from "../ui/format-count.ts";
import { memo } from "react";
import { cn } from "../ui/cn.ts";
import { LookGlyph, LookLine } from "./look-glyph.tsx";
import type { Overview } from "./mesh-data.ts";
import { CATEGORIES, countByCategory, type MeshMode } from "./mesh-mode.ts";

export type MeshLegendProps = {
  overview: Overview;
  /** Whether lines carry their figures. */
  isSmall: boolean;
  mode: MeshMode;
  hidden: ReadonlySet<string>;
  onHiddenChange: (hidden: ReadonlySet<string>) => void;
};

const CHIP_MEANING: Record<MeshMode, string> = {
  health: "On a line: unhealthy of all links · lowest MTU that crosses whole",
  mtu: "On a line: lowest MTU that crosses whole, of the MTU wanted",
  path: "On a line: links that let clear text out, or else whose path is unknown",
  freshness: "A line is as old as the oldest of the facts it rests on",
};

const FAR_MEANING: Record<MeshMode, string> = {
  health: "A line or box looks degraded while fewer than a tenth of what it stands for is down",
  mtu: "A line looks like the worst of its links",
  path: "A line looks like the worst of its links",
  freshness: CHIP_MEANING.freshness,
};

/** Says what lines and shapes mean, how many there are, and takes them out of the picture at a press. */
export const MeshLegend = memo(function MeshLegend({
  overview,
  isSmall,
  mode,
  hidden,
  onHiddenChange,
}: MeshLegendProps) {
  const counts = mode === "freshness" ? null : countByCategory(overview.links, mode, overview);
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    onHiddenChange(next);
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-x-1 gap-y-1 border-t border-line px-2 py-1.5">
      <legend className="sr-only">Legend; press an entry to hide or show its links</legend>
      {CATEGORIES[mode].toReversed().map(({ key, word, look, meaning }) => {
        const isShown = !hidden.has(key);
        return (
          <button
            key={key}
            type="button"
            aria-pressed={isShown}
            title={`${meaning} ${isShown ? "Press to hide." : "Press to show."}`}
            onClick={() => toggle(key)}
            className={cn(
              "inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-ink transition-colors hover:bg-hover",
              !isShown && "text-subtle line-through [&_svg]:opacity-35",
            )}
          >
            <LookGlyph look={look} />
            <span className="font-medium">{word}</span>
            <LookLine look={look} />
            {counts && <span className="text-muted tabular-nums">{formatCount(counts.get(key) ?? 0)}</span>}
          </button>
        );
      })}
      <p className="px-2 text-sm text-subtle max-sm:hidden">{(isSmall ? CHIP_MEANING : FAR_MEANING)[mode]}</p>
    </fieldset>
  );
});
