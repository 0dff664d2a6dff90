import Link from "next/link";
import { SEVERITIES, type Severity } from "#server/domain/warning.ts";
import type { WarningFilter } from "#server/domain/warning-input.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { cn } from "../ui/cn.ts";
import { SeverityIcon, severityWords } from "../ui/severity-badge.tsx";
import { warningsHref } from "./warning-view.ts";

type PdcCount = RouterOutputs["warning"]["summary"]["pdcs"][number];

const WORDS: Record<Severity, string> = { critical: "Critical", warning: "Warning", info: "Info" };
const TINTS: Record<Severity, readonly [string, string, string]> = {
  critical: ["bg-down-soft/40", "bg-down-soft/70", "bg-down-soft"],
  warning: ["bg-degraded-soft/40", "bg-degraded-soft/70", "bg-degraded-soft"],
  info: ["bg-info-soft/40", "bg-info-soft/70", "bg-info-soft"],
};

/** How many of each severity in each PDC, the worst PDC first; a cell shows its own in the queue. */
export function WarningHeat({ pdcs, filter }: { pdcs: readonly PdcCount[]; filter: WarningFilter }) {
  if (pdcs.length === 0) return null;
  return (
    <section
      aria-label="Warnings by PDC and severity"
      // The region scrolls, so the keyboard must be able to reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="w-fit max-w-full min-w-0 overflow-x-auto rounded-lg border border-line bg-surface shadow-xs focus-visible:-outline-offset-2"
    >
      <table className="border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky left-0 z-1 bg-surface px-3 py-1 text-left font-medium text-muted"
            >
              PDC
            </th>
            {pdcs.map(({ pdcName }) => (
              <th
                key={pdcName}
                scope="col"
                title={pdcName}
                className="max-w-32 min-w-20 truncate px-2 py-1 text-center font-medium"
              >
                {pdcName}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SEVERITIES.map((severity) => (
            <tr key={severity}>
              <th
                scope="row"
                className="sticky left-0 z-1 bg-surface px-3 text-left font-medium whitespace-nowrap"
              >
                <span className="inline-flex items-center gap-1.5">
                  <SeverityIcon severity={severity} />
                  {WORDS[severity]}
                </span>
              </th>
              {pdcs.map((pdc) => (
                <td key={pdc.pdcName} className="p-0.5 text-center tabular-nums">
                  <HeatCell pdc={pdc} severity={severity} filter={filter} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HeatCell({ pdc, severity, filter }: { pdc: PdcCount; severity: Severity; filter: WarningFilter }) {
  const count = pdc.count[severity];
  if (count === 0) return <span className="block h-6 leading-6 text-subtle">0</span>;
  const isChosen = filter.pdcName === pdc.pdcName && filter.severity === severity;
  const strength = count >= 10 ? 2 : count >= 3 ? 1 : 0;
  return (
    <Link
      prefetch={false}
      href={warningsHref(
        isChosen
          ? { ...filter, pdcName: undefined, severity: undefined }
          : { ...filter, pdcName: pdc.pdcName, severity },
      )}
      aria-current={isChosen ? "true" : undefined}
      aria-label={`${count} ${severityWords(severity, count)} in ${pdc.pdcName}`}
      className={cn(
        "block h-6 rounded-sm leading-6 font-semibold text-ink hover:underline aria-[current]:outline-2 aria-[current]:outline-accent",
        TINTS[severity][strength],
      )}
    >
      {count}
    </Link>
  );
}
