import type { OverlayRule } from "./facts.ts";

/** An overlay rule as Overmesh keeps it; `listenAddress` null: each node's own. */
export type KeptRule = {
  name: string;
  mtuBytes: number;
  listenPort: number;
  listenAddress: string | null;
  arpFilePath: string | null;
};

export type RuleField = "listenPort" | "mtuBytes" | "listenAddress" | "arpFilePath";

const LISTEN_ON_ALL = "0.0.0.0";

/** Fixed listen addresses are each node's own, so of those only their being fixed is compared. */
function isListenAddressOther(kept: string | null, held: string | null): boolean {
  return (kept === LISTEN_ON_ALL) !== (held === LISTEN_ON_ALL);
}

/** What a node's rule has otherwise than ours. */
export function differingFields(kept: KeptRule, held: OverlayRule): RuleField[] {
  const differing: Record<RuleField, boolean> = {
    listenPort: kept.listenPort !== held.listenPort,
    mtuBytes: kept.mtuBytes !== held.mtuBytes,
    listenAddress: isListenAddressOther(kept.listenAddress, held.listenAddress),
    arpFilePath: kept.arpFilePath !== held.arpFilePath,
  };
  const fields: RuleField[] = ["listenPort", "mtuBytes", "listenAddress", "arpFilePath"];
  return fields.filter((field) => differing[field]);
}
