"use client";

import { VERDICTS, type Verdict, type VerdictCounts } from "#server/domain/import/verdict.ts";
import { cn } from "../ui/cn.ts";
import { controlClasses } from "../ui/input.tsx";
import { VERDICT_WORDS } from "./verdict-words.ts";

const DOT = {
  refused: "bg-down-glyph",
  new: "bg-up-glyph",
  changed: "bg-info-glyph",
  unchanged: "bg-unknown-glyph",
  "left-out": "bg-unknown-glyph",
} as const satisfies Record<Verdict, string>;

type VerdictFilterProps = {
  counts: VerdictCounts;
  /** null: all. */
  value: Verdict | null;
  onChange: (verdict: Verdict | null) => void;
};

/** How many rows got each verdict; pressed, only those are shown. */
export function VerdictFilter({ counts, value, onChange }: VerdictFilterProps) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Show rows by verdict</legend>
      {VERDICTS.filter((verdict) => counts[verdict] > 0 || verdict === "refused").map((verdict) => (
        <button
          key={verdict}
          type="button"
          aria-pressed={value === verdict}
          onClick={() => onChange(value === verdict ? null : verdict)}
          className={cn(
            controlClasses,
            "flex h-8 w-auto items-center gap-2 px-2.5 aria-pressed:border-accent aria-pressed:bg-accent-soft",
          )}
        >
          <span aria-hidden className={cn("size-2 rounded-full", DOT[verdict])} />
          <span className="font-semibold tabular-nums">{counts[verdict].toLocaleString("en")}</span>
          {VERDICT_WORDS[verdict].label.toLowerCase()}
        </button>
      ))}
    </fieldset>
  );
}
