import { CircleCheck, CircleDashed, CircleEqual, CircleSlash, CircleStop, CircleX } from "lucide-react";
import type { RefreshState } from "#server/domain/refresh-state.ts";
import { Badge } from "../ui/badge.tsx";
import { Spinner } from "../ui/spinner.tsx";

const LOOKS = {
  queued: { word: "Queued", tone: "neutral", Icon: CircleDashed },
  connecting: { word: "Connecting", tone: "accent", Icon: Spinner },
  collecting: { word: "Collecting", tone: "accent", Icon: Spinner },
  parsing: { word: "Parsing", tone: "accent", Icon: Spinner },
  storing: { word: "Storing", tone: "accent", Icon: Spinner },
  done: { word: "Changed", tone: "good", Icon: CircleCheck },
  unchanged: { word: "Unchanged", tone: "outline", Icon: CircleEqual },
  failed: { word: "Failed", tone: "bad", Icon: CircleX },
  cancelled: { word: "Cancelled", tone: "neutral", Icon: CircleStop },
  skipped: { word: "Skipped", tone: "caution", Icon: CircleSlash },
} as const satisfies Record<RefreshState, { word: string; tone: string; Icon: unknown }>;

export function refreshStateWord(state: RefreshState): string {
  return LOOKS[state].word;
}

/** Where the refresh of one node stands. */
export function RefreshStateBadge({ state }: { state: RefreshState }) {
  const { word, tone, Icon } = LOOKS[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {word}
    </Badge>
  );
}
