import { Badge } from "../ui/badge.tsx";

export type WarningStateOf = {
  resolvedAt: Date | null;
  isAcknowledged: boolean;
  isSnoozed?: boolean;
  flapCount: number | null;
};

export type WarningStateWord = "Closed" | "Acknowledged" | "Snoozed" | "Open";

export function warningState({ resolvedAt, isAcknowledged, isSnoozed }: WarningStateOf): WarningStateWord {
  if (resolvedAt) return "Closed";
  if (isAcknowledged) return "Acknowledged";
  return isSnoozed ? "Snoozed" : "Open";
}

/** How often a flapping warning came and went, in words. */
export function flapWords(flapCount: number): string {
  return `Flapping, ${flapCount} ${flapCount === 1 ? "time" : "times"} in the last hour`;
}

export function WarningStateBadge({ warning }: { warning: WarningStateOf }) {
  const word = warningState(warning);
  return (
    <span className="inline-flex gap-1">
      <Badge tone={word === "Open" ? "outline" : "neutral"}>{word}</Badge>
      {warning.flapCount !== null && (
        <Badge tone="caution" title={flapWords(warning.flapCount)}>
          Flapping
        </Badge>
      )}
    </span>
  );
}
