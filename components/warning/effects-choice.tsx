"use client";

import type { WarningFilter } from "#server/domain/warning-input.ts";
import { CheckboxField } from "../ui/checkbox.tsx";
import { writeSearchParams } from "../ui/search-params.ts";

/** Effects stand below their root causes; listed, each has a row of its own that can be reviewed. */
export function EffectsChoice({ filter, foldedCount }: { filter: WarningFilter; foldedCount: number }) {
  if (filter.rootCauseId !== undefined) return <span className="text-muted">Effects of one warning</span>;
  const words = foldedCount > 0 ? `List ${foldedCount.toLocaleString("en")} folded effects` : "List effects";
  return (
    <CheckboxField
      label={filter.effects === "listed" ? "List effects" : words}
      className="whitespace-nowrap"
      checked={filter.effects === "listed"}
      onCheckedChange={(isOn) => writeSearchParams({ effects: isOn === true ? "listed" : "" })}
    />
  );
}
