import { CircleCheck, CircleDashed, CircleEqual, CircleSlash, CircleX } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import { Spinner } from "../ui/spinner.tsx";

export type RefreshState =
  | "queued"
  | "connecting"
  | "collecting"
  | "storing"
  | "done"
  | "unchanged"
  | "failed"
  | "skipped";

const LOOKS = {
  queued: { word: "Queued", tone: "neutral", Icon: CircleDashed },
  connecting: { word: "Connecting", tone: "accent", Icon: Spinner },
  collecting: { word: "Collecting", tone: "accent", Icon: Spinner },
  storing: { word: "Storing", tone: "accent", Icon: Spinner },
  done: { word: "Changed", tone: "good", Icon: CircleCheck },
  unchanged: { word: "Unchanged", tone: "outline", Icon: CircleEqual },
  failed: { word: "Failed", tone: "bad", Icon: CircleX },
  skipped: { word: "Skipped", tone: "caution", Icon: CircleSlash },
} as const;

export const REFRESH_STATES = Object.keys(LOOKS).filter((state): state is RefreshState => state in LOOKS);

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
