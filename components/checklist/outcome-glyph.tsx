import { Check, CircleHelp, Minus, X } from "lucide-react";
import type { RequirementOutcome } from "#server/domain/checklist/requirement.ts";
import { cn } from "../ui/cn.ts";

export const OUTCOME_WORDS: Record<RequirementOutcome, string> = {
  fail: "Failed",
  unknown: "Not known",
  pass: "Passed",
  "not-needed": "Not needed yet",
};

const LOOKS = {
  fail: { Icon: X, tint: "text-down-glyph" },
  unknown: { Icon: CircleHelp, tint: "text-unknown-glyph" },
  pass: { Icon: Check, tint: "text-up-glyph" },
  "not-needed": { Icon: Minus, tint: "text-subtle" },
} as const;

/** Shape and color; `title` names it where no word stands beside it. */
export function OutcomeGlyph({
  outcome,
  title,
  className,
}: {
  outcome: RequirementOutcome;
  title?: string;
  className?: string;
}) {
  const { Icon, tint } = LOOKS[outcome];
  const naming = title ? ({ role: "img", "aria-label": title } as const) : { "aria-hidden": true };
  return (
    <span title={title} className="inline-flex align-middle">
      <Icon {...naming} strokeWidth={2.5} className={cn("size-4 shrink-0", tint, className)} />
    </span>
  );
}
