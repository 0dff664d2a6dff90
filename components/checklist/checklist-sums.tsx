"use client";

import {
  REQUIREMENT_CODES,
  REQUIREMENT_OUTCOMES,
  REQUIREMENT_TITLES,
  type RequirementCode,
  type RequirementOutcome,
} from "#server/domain/checklist/requirement.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { cn } from "../ui/cn.ts";
import { useSearchParam } from "../ui/search-params.ts";
import { ShareBar } from "../ui/share-bar.tsx";
import { OutcomeGlyph } from "./outcome-glyph.tsx";

type Sums = Pick<RouterOutputs["checklist"]["list"], "nodeCounts" | "countsByRequirement" | "totalCount">;

/** How many nodes fail each requirement; one of them pressed shows these nodes. */
export function ChecklistSums({ sums: { countsByRequirement, nodeCounts, totalCount } }: { sums: Sums }) {
  const [chosen, choose] = useSearchParam("requirement");
  const { fail, unknown, pass } = nodeCounts;
  return (
    <section aria-label="Sums" className="mb-4">
      <p className="mb-2 text-pretty text-muted">
        {totalCount === 1 ? "One node" : `${totalCount.toLocaleString("en")} nodes`}:{" "}
        {fail.toLocaleString("en")} with something that fails, {unknown.toLocaleString("en")} with something
        not known, {pass.toLocaleString("en")} with everything as it should be.
      </p>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
        {REQUIREMENT_CODES.map((code) => (
          <Sum
            key={code}
            code={code}
            counts={countsByRequirement[code]}
            isChosen={chosen === code}
            onPress={() => choose(chosen === code ? "" : code)}
          />
        ))}
      </div>
    </section>
  );
}

type SumProps = {
  code: RequirementCode;
  counts: Sums["nodeCounts"];
  isChosen: boolean;
  onPress: () => void;
};

/** In the order of the bar. */
const FILLS = {
  fail: "bg-down-glyph",
  unknown: "bg-unknown-glyph",
  pass: "bg-up-glyph",
  "not-needed": "bg-line-strong",
} as const satisfies Record<RequirementOutcome, string>;

function Sum({ code, counts, isChosen, onPress }: SumProps) {
  const worst = REQUIREMENT_OUTCOMES.find((outcome) => counts[outcome] > 0) ?? "not-needed";
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onPress}
      className={cn(
        "flex min-w-0 flex-col gap-1.5 rounded-md border border-line bg-surface px-3 py-2 text-left shadow-xs hover:bg-hover",
        isChosen && "border-ring bg-selected",
      )}
    >
      <span className="flex w-full items-center gap-1.5 font-medium">
        <OutcomeGlyph outcome={worst} />
        <span className="truncate">{REQUIREMENT_TITLES[code]}</span>
      </span>
      <ShareBar
        className="h-1.5 w-full"
        shares={REQUIREMENT_OUTCOMES.map((id) => ({ id, count: counts[id], fill: FILLS[id] }))}
      />
      <span className="text-sm text-pretty text-muted tabular-nums">{sumWords(counts)}</span>
    </button>
  );
}

function sumWords({ fail, unknown, pass }: Sums["nodeCounts"]): string {
  const told = [
    fail > 0 && `${fail.toLocaleString("en")} ${fail === 1 ? "fails" : "fail"}`,
    unknown > 0 && `${unknown.toLocaleString("en")} not known`,
  ].filter((each) => each !== false);
  return told.length > 0 ? told.join(", ") : pass > 0 ? "all pass" : "not needed yet";
}
