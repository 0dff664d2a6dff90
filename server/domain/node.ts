import type { NodeFacts } from "./facts.ts";

/** Why the last refresh of a node failed. */
export type RefreshFailureCause =
  | "unreachable"
  | "host-key-changed"
  | "host-key-unconfirmed"
  | "authentication"
  | "time-out"
  | "command-failed"
  | "unparsable"
  | "output-too-large"
  | "connection-lost"
  | "identity-changed"
  | "interrupted";

export type LastRefresh =
  | { outcome: "ok"; finishedAt: Date }
  | { outcome: "failed"; finishedAt: Date; cause: RefreshFailureCause; detail: string };

/** A compute node as Overmesh knows it. Unconfirmed nodes are quarantined: `facts` stays null and nothing they say counts. */
export type Node = {
  id: string;
  hostname: string;
  isConfirmed: boolean;
  facts: NodeFacts | null;
  /** null: never refreshed. */
  lastRefresh: LastRefresh | null;
};

/** True when the node's facts are older than the limit, or there are none. */
export function isStale({ facts }: Node, staleAfterSeconds: number, now: Date): boolean {
  const observedAt = facts?.identity?.observedAt;
  return !observedAt || now.getTime() - observedAt.getTime() > staleAfterSeconds * 1000;
}
