import { Info, OctagonAlert, TriangleAlert } from "lucide-react";
import { cn } from "./cn.ts";

export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

const LOOKS = {
  critical: { word: "Critical", Icon: OctagonAlert, tint: "bg-down-soft text-down", icon: "text-down-glyph" },
  warning: {
    word: "Warning",
    Icon: TriangleAlert,
    tint: "bg-degraded-soft text-degraded",
    icon: "text-degraded-glyph",
  },
  info: { word: "Info", Icon: Info, tint: "bg-info-soft text-info", icon: "text-info-glyph" },
} satisfies Record<Severity, unknown>;

/** What stands after a number: "critical", "warnings". */
export function severityWords(severity: Severity, count: number): string {
  if (severity === "warning") return count === 1 ? "warning" : "warnings";
  return severity === "critical" ? "critical" : "for information";
}

/** The shape alone: put the word beside it. */
export function SeverityIcon({ severity, className }: { severity: Severity; className?: string }) {
  const { Icon, icon } = LOOKS[severity];
  return <Icon aria-hidden strokeWidth={2.25} className={cn("size-3.5 shrink-0", icon, className)} />;
}

export function SeverityBadge({ severity, className }: { severity: Severity; className?: string }) {
  const { word, tint } = LOOKS[severity];
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 rounded-full pr-2 pl-1.5 align-middle text-sm font-medium whitespace-nowrap",
        tint,
        className,
      )}
    >
      <SeverityIcon severity={severity} />
      {word}
    </span>
  );
}
