import type { RequestState } from "#server/domain/delegation-request.ts";
import { Badge } from "../ui/badge.tsx";

const WORDS = { open: "Open", approved: "Approved", declined: "Declined", withdrawn: "Withdrawn" } as const;
const TONES = { open: "info", approved: "good", declined: "caution", withdrawn: "neutral" } as const;

export function RequestStateBadge({ state }: { state: RequestState }) {
  return <Badge tone={TONES[state]}>{WORDS[state]}</Badge>;
}
