"use client";

import { SEVERITIES, type Severity } from "#server/domain/warning.ts";
import { cn } from "../ui/cn.ts";
import { useSearchParam } from "../ui/search-params.ts";
import { SeverityIcon } from "../ui/severity-badge.tsx";

const WORDS: Record<Severity, string> = { critical: "Critical", warning: "Warning", info: "Info" };

/** How many there are of each severity; pressing one shows it alone, pressing again all. */
export function SeverityFilter({ countBySeverity }: { countBySeverity: Record<Severity, number> }) {
  const [chosen, choose] = useSearchParam("severity");
  return (
    <fieldset className="flex flex-wrap gap-2 max-sm:grid max-sm:grid-cols-3 lg:flex-col lg:gap-1">
      <legend className="sr-only">Severity</legend>
      {SEVERITIES.map((severity) => (
        <button
          key={severity}
          type="button"
          aria-pressed={chosen === severity}
          onClick={() => choose(chosen === severity ? "" : severity)}
          className={cn(
            "flex h-8 items-center gap-2 rounded-lg border border-line bg-surface px-3 shadow-xs hover:bg-hover max-sm:gap-1.5 max-sm:px-2 sm:min-w-32",
            "aria-pressed:border-accent aria-pressed:bg-selected",
          )}
        >
          <SeverityIcon severity={severity} className="size-4" />
          <span className="font-medium">{WORDS[severity]}</span>
          <span className="ml-auto font-semibold tabular-nums">{countBySeverity[severity]}</span>
        </button>
      ))}
    </fieldset>
  );
}
