import type { Delegation, NamedRule } from "../delegation.ts";
import type { PathMtu } from "../mesh/link-context.ts";
import type { Node } from "../node.ts";
import type { Settings } from "../settings.ts";

export type PartFailure = { part: string; reason: string };

/** A vDC's network, as far as warnings look at it. */
export type NetworkFacts = {
  id: string;
  vdcId: string;
  name: string;
  /** CIDR. */
  subnet: string;
  overlayRuleName: string | null;
  nicTagName: string | null;
  vxlanId: number | null;
  vlanId: number;
  mtuBytes: number;
  /** When it was last written. */
  updatedAt: Date;
};

/** What one vDC was delegated. */
export type VdcDelegation = {
  vdcId: string;
  vdcName: string;
  delegation: Delegation;
  /** When it was last written. */
  updatedAt: Date;
};

export type Delegated = {
  /** Of all vDCs. */
  delegations: readonly VdcDelegation[];
  /** As they are wanted: what "all user rules" means. */
  overlayRules: readonly NamedRule[];
  /** Ids that no network uses any more and nobody is given yet. */
  restingVxlans: readonly { vxlanId: number; restsUntil: Date }[];
};

/** Everything a rule may look at. */
export type Situation = Delegated & {
  /** All of them; unconfirmed ones have no facts. */
  nodes: readonly Node[];
  /** What the last refresh that got through could not read. */
  partFailuresByNodeId: ReadonlyMap<string, readonly PartFailure[]>;
  networks: readonly NetworkFacts[];
  pathMtus: readonly PathMtu[];
  settings: Pick<Settings, "staleAfterSeconds" | "publicAddressExceptions">;
  now: Date;
};

/** Groups keep the order in which their first member came. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
