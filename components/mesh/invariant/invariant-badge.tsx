import { ShieldAlert, ShieldCheck, ShieldQuestion } from "lucide-react";
import type { InvariantAnswer } from "#server/domain/mesh/invariant.ts";
import { Badge } from "../../ui/badge.tsx";
import { ANSWER_WORDS } from "./invariant-words.ts";

export const ANSWER_ICONS = { holds: ShieldCheck, broken: ShieldAlert, unknown: ShieldQuestion };
const TONES = { holds: "good", broken: "bad", unknown: "neutral" } as const;

/** Shape, word and color of whether the standing rule holds. */
export function InvariantBadge({ answer }: { answer: InvariantAnswer }) {
  const Icon = ANSWER_ICONS[answer];
  return (
    <Badge tone={TONES[answer]}>
      <Icon aria-hidden />
      {ANSWER_WORDS[answer]}
    </Badge>
  );
}
