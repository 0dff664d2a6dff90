"use client";

import {
  REQUIREMENT_CODES,
  REQUIREMENT_TITLES,
  type RequirementCode,
} from "#server/domain/checklist/requirement.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { cn } from "../ui/cn.ts";
import { useSearchParam } from "../ui/search-params.ts";
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
      <div className="flex flex-wrap gap-1.5">
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

function Sum({ code, counts, isChosen, onPress }: SumProps) {
  const worst =
    counts.fail > 0 ? "fail" : counts.unknown > 0 ? "unknown" : counts.pass > 0 ? "pass" : "not-needed";
  const words =
    worst === "pass"
      ? "all pass"
      : worst === "not-needed"
        ? "not needed yet"
        : [
            counts.fail > 0 && `${counts.fail.toLocaleString("en")} fail`,
            counts.unknown > 0 && `${counts.unknown.toLocaleString("en")} not known`,
          ]
            .filter(Boolean)
            .join(", ");
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onPress}
      className={cn(
        "inline-flex min-h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 py-1 text-left hover:bg-hover",
        isChosen && "border-ring bg-selected",
      )}
    >
      <OutcomeGlyph outcome={worst} />
      <span>
        <span className="font-medium">{REQUIREMENT_TITLES[code]}</span>{" "}
        <span className="text-sm text-muted tabular-nums">{words}</span>
      </span>
    </button>
  );
}
