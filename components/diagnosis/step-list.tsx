import { Check, CircleHelp, CircleSlash, Minus, X } from "lucide-react";
import Link from "next/link";
import type { DiagnosisStep, Seen } from "#server/domain/diagnosis/step.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { cn } from "../ui/cn.ts";
import { OUTCOME_WORDS } from "./diagnosis-words.ts";

const LOOKS = {
  pass: { Icon: Check, tint: "text-up-glyph" },
  fail: { Icon: X, tint: "text-down-glyph" },
  unknown: { Icon: CircleHelp, tint: "text-unknown-glyph" },
  "not-reached": { Icon: CircleSlash, tint: "text-subtle" },
  "not-applicable": { Icon: Minus, tint: "text-subtle" },
} as const;

/** The chain of questions in order; what was seen opens by itself where something is wrong or missing. */
export function StepList({ steps }: { steps: readonly DiagnosisStep[] }) {
  return (
    <ol aria-label="Checks, in order" className="divide-y divide-line">
      {steps.map((step, position) => (
        <li key={step.code} data-step={step.code}>
          <Step step={step} position={position + 1} />
        </li>
      ))}
    </ol>
  );
}

function Step({ step, position }: { step: DiagnosisStep; position: number }) {
  const { code, title, outcome, seen, next } = step;
  const { Icon, tint } = LOOKS[outcome];
  const isQuiet = outcome === "not-reached" || outcome === "not-applicable";
  return (
    <details
      // What turned out otherwise opens or closes anew.
      key={`${code} ${outcome}`}
      open={outcome === "fail" || outcome === "unknown"}
      className="group px-4 py-2.5"
    >
      <summary className="grid cursor-pointer list-none grid-cols-[1.25rem_1rem_minmax(0,1fr)_auto] items-baseline gap-x-2.5 rounded-sm">
        <span aria-hidden className="text-right text-sm text-subtle tabular-nums">
          {position}
        </span>
        <Icon aria-hidden strokeWidth={2.5} className={cn("size-4 translate-y-0.5", tint)} />
        <span className={cn("font-medium text-pretty", isQuiet && "font-normal text-muted")}>{title}</span>
        <span className={cn("text-sm whitespace-nowrap", outcome === "fail" ? "text-down" : "text-muted")}>
          {OUTCOME_WORDS[outcome]}
        </span>
      </summary>
      <div className="mt-1.5 ml-[3.875rem] flex flex-col gap-2">
        <SeenList seen={seen} />
        {next && (
          <p className="text-sm text-pretty">
            <span className="font-medium">Next: </span>
            {next}
          </p>
        )}
      </div>
    </details>
  );
}

/** What was seen, on which node and when. */
export function SeenList({ seen }: { seen: readonly Seen[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {seen.map(({ sentence, nodeId, hostname, observedAt, from }) => (
        <li
          key={`${sentence} ${nodeId}`}
          className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 text-sm text-muted"
        >
          <span className="min-w-0 flex-1 basis-72 text-pretty wrap-anywhere">{sentence}</span>
          <span className="flex items-baseline gap-2 whitespace-nowrap text-subtle">
            {nodeId && hostname && (
              <Link href={`/nodes/${nodeId}`} prefetch={false} className="text-accent-ink hover:underline">
                {hostname}
              </Link>
            )}
            {from === "capture" ? (
              <Badge tone="info">pasted capture</Badge>
            ) : (
              observedAt && <Age at={observedAt} />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
