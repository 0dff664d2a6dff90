import type { AddressState } from "#server/domain/address/entry.ts";
import { cn } from "../ui/cn.ts";

const COLORS: Record<AddressState, string> = {
  free: "text-control",
  server: "text-accent-ink",
  other: "text-unknown-glyph",
  vm: "text-accent-ink",
  unlisted: "text-degraded-glyph",
  node: "text-info-glyph",
  gateway: "text-ink",
  network: "text-subtle",
  broadcast: "text-subtle",
};

function Shape({ state }: { state: AddressState }) {
  const line = { fill: "none", stroke: "currentColor", strokeWidth: 2, strokeLinejoin: "round" as const };
  switch (state) {
    case "free":
      return <circle cx="8" cy="8" r="1.5" fill="currentColor" />;
    case "server":
      return <rect {...line} x="3" y="3" width="10" height="10" rx="1.5" />;
    case "vm":
      return <rect x="2" y="2" width="12" height="12" rx="2" fill="currentColor" />;
    case "other":
      return <path {...line} d="M8 2.2 13.8 8 8 13.8 2.2 8Z" />;
    case "unlisted":
      return <path d="M8 1.5 15 14H1Z" fill="currentColor" />;
    case "node":
      return <path d="M8 1.2 14 4.6v6.8L8 14.8 2 11.4V4.6Z" fill="currentColor" />;
    case "gateway":
      return <path {...line} d="M2 8h11M9 3.5 13.5 8 9 12.5" strokeLinecap="round" />;
    case "network":
    case "broadcast":
      return <path {...line} d="m3.5 3.5 9 9" strokeLinecap="round" />;
  }
}

/** The shape alone; its word stands beside it or in the name of what holds it. */
export function AddressGlyph({ state, className }: { state: AddressState; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cn("size-3 shrink-0", COLORS[state], className)}>
      <Shape state={state} />
    </svg>
  );
}
