import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { Badge } from "../ui/badge.tsx";
import { ACCESS_WORDS } from "./access-words.ts";

const TONES = { public: "info", private: "outline", deleted: "caution" } as const;

export function AccessBadge({ access }: { access: NetworkDraft["access"] }) {
  const { label, description } = ACCESS_WORDS[access];
  return (
    <Badge tone={TONES[access]} title={description}>
      {label}
    </Badge>
  );
}

export function OutsideDelegationBadge() {
  return (
    <Badge tone="caution" title="Its ids are no longer delegated to this vDC; it goes on working.">
      Outside delegation
    </Badge>
  );
}
