import { Badge } from "../ui/badge.tsx";

export type WarningStateOf = { resolvedAt: Date | null; isAcknowledged: boolean };

export function warningState({
  resolvedAt,
  isAcknowledged,
}: WarningStateOf): "Closed" | "Acknowledged" | "Open" {
  if (resolvedAt) return "Closed";
  return isAcknowledged ? "Acknowledged" : "Open";
}

export function WarningStateBadge({ warning }: { warning: WarningStateOf }) {
  const word = warningState(warning);
  return <Badge tone={word === "Open" ? "outline" : "neutral"}>{word}</Badge>;
}
